package io.hitless.value;

import java.util.Locale;
import java.util.Set;

/** The words that mean true where a keyword or an option wants a boolean, as Ansible converts them. */
public final class BooleanWords {
    private static final Set<String> TRUE = Set.of("y", "yes", "on", "1", "true", "t", "1.0");

    private BooleanWords() {}

    public static boolean isTrue(String text) {
        return TRUE.contains(text.strip().toLowerCase(Locale.ROOT));
    }
}
