package io.hitless.value;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words for true and false, as Ansible converts them where a keyword or an option wants a boolean. */
public final class BooleanWords {
    private static final Set<String> TRUE = Set.of("y", "yes", "on", "1", "true", "t");
    private static final Set<String> FALSE = Set.of("n", "no", "off", "0", "false", "f");
    private static final Set<String> FILTERED = Set.of("yes", "on", "1", "true");

    private BooleanWords() {}

    /** What a boolean, a word, or the number 1 or 0 means; null for any other value. */
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

    /** Whether the text of a value, a word or a number, means true. */
    public static boolean isTrue(String text) {
        return Boolean.TRUE.equals(of(text)) || text.strip().equals("1.0");
    }

    /** As the filter {@code bool} reads a text: it knows fewer words, and what is not one of them is false. */
    public static boolean filtered(String text) {
        return FILTERED.contains(text.toLowerCase(Locale.ROOT));
    }
}
