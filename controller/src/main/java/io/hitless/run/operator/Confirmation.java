package io.hitless.run.operator;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** What an operator typed in answer to a question of yes or no, in any case. */
public enum Confirmation {
    YES,
    NO,
    /** Yes, and to all that would be asked. */
    CONTINUE,
    /** Just Enter, or nobody was there: each question has its own way to take that. */
    NOTHING,
    /** To be asked again. */
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
