package io.hitless.wording;

import io.hitless.source.Printable;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Formats lists of host names. Consecutive names are written as a range, as in inventories: {@code lb[1:12]}. If there
 * are too many, the rest is counted.
 */
public final class HostNames {
    /** The length of the names that are shown, in characters, so that they fit on a line of a usual terminal. */
    private static final int LENGTH = 44;

    /** Ranges of fewer hosts are no shorter than the names themselves. */
    private static final int WORTH_A_RANGE = 3;

    private HostNames() {}

    /**
     * Returns {@code [lb1]} for one host; {@code 12 hosts: lb[1:11], web} for several. Control characters are escaped.
     */
    public static String counted(List<String> hosts) {
        return hosts.size() == 1
                ? "[" + Printable.line(hosts.getFirst()) + "]"
                : hosts.size() + " hosts: " + listed(hosts);
    }

    /** Returns a list such as {@code lb[1:11], web and 3 more}. */
    public static String listed(List<String> hosts) {
        return listed(hosts, LENGTH);
    }

    /** @param length the length of the names that are shown, in characters; at least one name is shown */
    public static String listed(List<String> hosts, int length) {
        StringBuilder told = new StringBuilder();
        int named = 0;
        while (named < hosts.size()) {
            int end = endOfRange(hosts, named);
            boolean range = end - named >= WORTH_A_RANGE;
            String next = Printable.line(range ? range(hosts.get(named), hosts.get(end - 1)) : hosts.get(named));
            if (named > 0 && told.length() + next.length() > length) {
                return told + " and " + (hosts.size() - named) + " more";
            }
            told.append(named > 0 ? ", " : "").append(next);
            named = range ? end : named + 1;
        }
        return told.toString();
    }

    /**
     * Returns a list such as {@code lb1, lb2 and 3 more}, without ranges.
     *
     * @param shown the number of names to show
     */
    public static String first(List<String> hosts, int shown) {
        return hosts.size() <= shown
                ? String.join(", ", hosts)
                : String.join(", ", hosts.subList(0, shown)) + " and " + (hosts.size() - shown) + " more";
    }

    /** Returns a list such as {@code 5 hosts: lb1, lb2 and 3 more}. */
    public static String countedFirst(List<String> hosts, int shown) {
        return Plural.of(hosts.size(), "host") + ": " + first(hosts, shown);
    }

    /** Returns the index after the last host of the range that starts at {@code start}. */
    private static int endOfRange(List<String> hosts, int start) {
        int end = start + 1;
        while (end < hosts.size() && follows(hosts.get(start), hosts.get(end), end - start)) {
            end++;
        }
        return end;
    }

    private static boolean follows(String first, String next, int by) {
        Numbered from = Numbered.of(first, next);
        Numbered to = Numbered.of(next, first);
        if (from == null || to == null || !from.around().equals(to.around())) {
            return false;
        }
        boolean sameForm = from.digits().length() == to.digits().length()
                || !(from.digits().startsWith("0") || to.digits().startsWith("0"));
        return sameForm && Long.parseLong(to.digits()) == Long.parseLong(from.digits()) + by;
    }

    private static String range(String first, String last) {
        Numbered from = Numbered.of(first, last);
        Numbered to = Numbered.of(last, first);
        if (from == null || to == null) {
            throw new IllegalArgumentException(first + " to " + last);
        }
        return from.before() + "[" + from.digits() + ":" + to.digits() + "]" + from.after();
    }

    /** A name, split at the number in which it differs from another name. */
    private record Numbered(String before, String digits, String after) {
        private static final int LONGEST = 15;

        static @Nullable Numbered of(String name, String other) {
            int start = 0;
            while (start < name.length() && start < other.length() && name.charAt(start) == other.charAt(start)) {
                start++;
            }
            while (start > 0 && isDigit(name.charAt(start - 1))) {
                start--;
            }
            int end = start;
            while (end < name.length() && isDigit(name.charAt(end))) {
                end++;
            }
            return end == start || end - start > LONGEST
                    ? null
                    : new Numbered(name.substring(0, start), name.substring(start, end), name.substring(end));
        }

        String around() {
            return before + "\n" + after;
        }

        private static boolean isDigit(char c) {
            return c >= '0' && c <= '9';
        }
    }
}
