package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.template.Template;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code meta: …}: a word to the run itself. */
public record Meta(@Nullable Template name, Kind kind, InheritedKeywords settings, TaskLocation place, Span span)
        implements Step {
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
        END_ROLE,
        RESET_CONNECTION;

        /** Whether each host is asked its conditions, and not the first one for all. */
        public boolean isForEachHost() {
            return switch (this) {
                case NOOP, FLUSH_HANDLERS, END_HOST, END_ROLE, RESET_CONNECTION -> true;
                case REFRESH_INVENTORY, CLEAR_FACTS, CLEAR_HOST_ERRORS, END_BATCH, END_PLAY -> false;
            };
        }

        /** Whether {@code when} has an effect. */
        public boolean isConditional() {
            return switch (this) {
                case NOOP, REFRESH_INVENTORY, RESET_CONNECTION -> false;
                case FLUSH_HANDLERS, END_HOST, END_ROLE, CLEAR_FACTS, CLEAR_HOST_ERRORS, END_BATCH, END_PLAY -> true;
            };
        }

        public String word() {
            return name().toLowerCase(Locale.ROOT);
        }
    }
}
