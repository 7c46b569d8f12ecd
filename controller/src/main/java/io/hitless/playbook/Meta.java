package io.hitless.playbook;

import io.hitless.source.Span;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import io.hitless.template.Template;

/** {@code meta: …}: a word to the run itself. */
public record Meta(@Nullable Template name, Kind kind, Settings settings, Place place, Span span) implements Step {
    /** What is to be done. */
    public enum Kind {
        NOOP,
        FLUSH_HANDLERS,
        REFRESH_INVENTORY,
        CLEAR_FACTS,
        CLEAR_HOST_ERRORS,
        END_HOST,
        END_BATCH,
        END_PLAY,
        RESET_CONNECTION;

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
