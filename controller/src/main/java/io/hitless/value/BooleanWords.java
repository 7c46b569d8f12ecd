package io.hitless.value;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Converts words to booleans as Ansible does for a keyword or an option of type boolean. */
public final class BooleanWords {
    private static final Set<String> TRUE = Set.of("y", "yes", "on", "1", "true", "t");
    private static final Set<String> FALSE = Set.of("n", "no", "off", "0", "false", "f");
    private static final Set<String> FILTERED = Set.of("yes", "on", "1", "true");

    private BooleanWords() {}

    /** Returns the boolean that this boolean, this word, or the number 1 or 0 stands for; null for any other value. */
    public static @Nullable Boolean of(@Nullable Object value) {
        return switch (value) {
            case Boolean truth -> truth;
            case Number number -> ofNumber(number.doubleValue());
            case String text -> ofWord(text.strip().toLowerCase(Locale.ROOT));
            case null, default -> null;
        };
    }

    private static @Nullable Boolean ofNumber(double number) {
        return number == 1 ? Boolean.TRUE : number == 0 ? Boolean.FALSE : null;
    }

    private static @Nullable Boolean ofWord(String word) {
        return TRUE.contains(word) ? Boolean.TRUE : FALSE.contains(word) ? Boolean.FALSE : null;
    }

    /** Returns whether this text, a word or a number, stands for true. */
    public static boolean isTrue(String text) {
        return Boolean.TRUE.equals(of(text)) || text.strip().equals("1.0");
    }

    /** Converts a text as the filter {@code bool} does: the filter knows fewer words, and every other text is false. */
    public static boolean filtered(String text) {
        return FILTERED.contains(text.toLowerCase(Locale.ROOT));
    }
}
