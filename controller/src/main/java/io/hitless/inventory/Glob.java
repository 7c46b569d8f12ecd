package io.hitless.inventory;

import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * Shell-like globs as Python's {@code fnmatch} has them: {@code *}, {@code ?}, {@code [a-f]}, {@code [!0-9]}; case
 * counts.
 */
public final class Glob {
    private Glob() {}

    /** What fits a glob, from beginning to end. */
    public static Predicate<String> matching(String glob) {
        return Pattern.compile(toRegex(glob), Pattern.DOTALL).asMatchPredicate();
    }

    static String toRegex(String glob) {
        StringBuilder regex = new StringBuilder();
        int i = 0;
        while (i < glob.length()) {
            char c = glob.charAt(i);
            int close = c == '[' ? closing(glob, i) : -1;
            if (close > 0) {
                regex.append(set(glob.substring(i + 1, close)));
                i = close + 1;
                continue;
            }
            regex.append(
                    switch (c) {
                        case '*' -> ".*";
                        case '?' -> ".";
                        default -> Pattern.quote(String.valueOf(c));
                    });
            i++;
        }
        return regex.toString();
    }

    // A bracket right after the opening one, or after its '!', belongs to the set.
    private static int closing(String glob, int open) {
        int from = open + 1;
        if (glob.startsWith("!", from)) {
            from++;
        }
        return glob.indexOf(']', from + 1);
    }

    private static String set(String body) {
        boolean not = body.startsWith("!");
        String escaped = (not ? body.substring(1) : body).replaceAll("[\\\\\\[\\]^&~|]", "\\\\$0");
        return "[" + (not ? "^" : "") + escaped + "]";
    }
}
