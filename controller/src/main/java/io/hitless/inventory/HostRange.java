package io.hitless.inventory;

import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.List;

/**
 * Expands ranges in host names: {@code lb[01:20]}, {@code db-[a:f]}, {@code web[1:10:2]}. A name may have several. Both
 * ends are included.
 */
final class HostRange {
    private static final String LETTERS = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ";
    private static final int MOST = 1_000_000;

    private HostRange() {}

    /**
     * Returns the names that {@code text} stands for, in order, or only {@code text} if it has no range.
     *
     * @throws UserError without a position, if a range is malformed or empty
     */
    static List<String> expand(String text) {
        if (text.indexOf('[') < 0) {
            return List.of(text);
        }
        List<String> names = new ArrayList<>();
        expand("", text, names);
        return names;
    }

    private static void expand(String head, String text, List<String> names) {
        int open = text.indexOf('[');
        if (open < 0) {
            if (names.size() == MOST) {
                throw new UserError("a range of more than " + MOST + " hosts");
            }
            names.add(head + text);
            return;
        }
        int close = text.indexOf(']', open);
        if (close < 0) {
            throw new UserError("a range without its ']' in host '" + head + text + "'");
        }
        for (String item : items(text.substring(open + 1, close))) {
            expand(head + text.substring(0, open) + item, text.substring(close + 1), names);
        }
    }

    private static List<String> items(String range) {
        String[] parts = range.split(":", -1);
        if (parts.length < 2 || parts.length > 3) {
            throw malformed(range);
        }
        String from = parts[0].isEmpty() ? "0" : parts[0];
        String to = parts[1];
        int step = parts.length < 3 ? 1 : number(parts[2], range);
        if (to.isEmpty() || step < 1) {
            throw malformed(range);
        }
        return from.length() == 1 && Character.isLetter(from.charAt(0))
                ? letters(from, to, step, range)
                : numbers(from, to, step, range);
    }

    private static List<String> letters(String from, String to, int step, String range) {
        int first = LETTERS.indexOf(from);
        int last = to.length() == 1 ? LETTERS.indexOf(to) : -1;
        if (first < 0 || last < 0) {
            throw malformed(range);
        }
        List<String> items = new ArrayList<>();
        for (int i = first; i <= last; i += step) {
            items.add(LETTERS.substring(i, i + 1));
        }
        return notEmpty(items, range);
    }

    private static List<String> numbers(String from, String to, int step, String range) {
        int first = number(from, range);
        int last = number(to, range);
        boolean padded = from.length() > 1 && from.startsWith("0");
        if (padded && from.length() != to.length()) {
            throw new UserError(
                    null,
                    "the ends of range '[" + range + "]' have different lengths",
                    "with leading zeros both ends have the same number of digits");
        }
        List<String> items = new ArrayList<>();
        for (long i = first; i <= last && items.size() <= MOST; i += step) {
            String digits = Long.toString(i);
            items.add(padded ? "0".repeat(Math.max(0, from.length() - digits.length())) + digits : digits);
        }
        return notEmpty(items, range);
    }

    private static int number(String text, String range) {
        if (text.isEmpty() || text.length() > 9 || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
            throw malformed(range);
        }
        return Integer.parseInt(text);
    }

    private static List<String> notEmpty(List<String> items, String range) {
        if (items.isEmpty()) {
            throw new UserError(null, "the range '[" + range + "]' is empty", "the lower end comes first");
        }
        return items;
    }

    private static UserError malformed(String range) {
        if (range.contains("::")) {
            return new UserError(
                    null, "'[" + range + "]' is not a range", "an IPv6 address has brackets only when a port follows");
        }
        return new UserError(
                null,
                "'[" + range + "]' is not a range",
                "a range is [first:last] or [first:last:step], such as [01:20] or [a:f]");
    }
}
