package io.hitless.value;

import java.util.Locale;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The words for true and false, as Ansible converts them where a keyword or an option wants a boolean. */
public final class BooleanWords {
    private static final Set<String> TRUE = Set.of("y", "yes", "on", "1", "true", "t", "1.0");
    private static final Set<String> FALSE = Set.of("n", "no", "off", "0", "false", "f", "0.0");

    private static final Set<String> FILTERED = Set.of("yes", "on", "1", "true");

    private BooleanWords() {}

    /** What a word means; null if it is none of them. */
    public static @Nullable Boolean of(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        return TRUE.contains(word) ? Boolean.TRUE : FALSE.contains(word) ? Boolean.FALSE : null;
    }

    /** As the filter {@code bool} reads a text: it knows fewer words, and what is not one of them is false. */
    public static boolean filtered(String text) {
        return FILTERED.contains(text.toLowerCase(Locale.ROOT));
    }

    public static boolean isTrue(String text) {
        return Boolean.TRUE.equals(of(text));
    }
}
