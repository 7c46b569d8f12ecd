package io.hitless.run.operator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an operator typed in answer to a question of yes or no, in any case. */
public enum Confirmation {
    YES,
    NO,
    /** Yes, to this question and all that follow. */
    CONTINUE,
    /** Only Enter, or there is no operator. The meaning depends on the question. */
    NOTHING,
    /** Anything else: ask again. */
    UNCLEAR;

    public static Confirmation of(@Nullable String typed) {
        return switch (typed == null ? "" : typed.strip().toLowerCase(Locale.ROOT)) {
            case "" -> NOTHING;
            case "y", "yes" -> YES;
            case "n", "no" -> NO;
            case "c", "continue" -> CONTINUE;
            default -> UNCLEAR;
        };
    }
}
