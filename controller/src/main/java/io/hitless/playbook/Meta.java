package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.template.Template;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * {@code meta: …}: an instruction to the run itself.
 *
 * @param action the module's name as written
 */
public record Meta(
        String action, @Nullable Template name, Kind kind, InheritedKeywords settings, TaskLocation place, Span span)
        implements Step {
    /** The instruction. */
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

        /**
         * Whether {@code when} is evaluated for each host. Otherwise it is evaluated for the first host, on behalf of
         * all.
         */
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
