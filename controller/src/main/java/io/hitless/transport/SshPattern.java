package io.hitless.transport;

import io.hitless.source.Glob;
import java.util.List;

/** Patterns as in ssh: {@code *}, {@code ?}, and a leading {@code !} to exclude. */
final class SshPattern {
    private SshPattern() {}

    /** Whether one of the patterns matches and none of the negated ones does. */
    static boolean anyOf(List<String> patterns, String text) {
        boolean matched = false;
        for (String pattern : patterns) {
            if (pattern.startsWith("!")) {
                if (matches(pattern.substring(1), text)) {
                    return false;
                }
            } else {
                matched |= matches(pattern, text);
            }
        }
        return matched;
    }

    private static boolean matches(String pattern, String text) {
        return Glob.matchingWithoutSets(pattern).test(text);
    }
}
