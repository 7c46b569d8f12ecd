package io.hitless.inventory;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A host name or IP address, which may contain ranges ({@code lb[01:20]}), with its port, if any. */
record Address(String host, @Nullable Integer port) {
    private static final String RANGE = "\\[(?:[0-9]*:[0-9]+|[a-zA-Z]:[a-zA-Z])(?::[0-9]+)?\\]";
    private static final String HEX_RANGE = "\\[[0-9a-f]*:[0-9a-f]+(?::[0-9]+)?\\]";
    private static final Pattern BRACKETED = Pattern.compile("\\[(.+)\\]:([0-9]{1,5})");
    private static final Pattern WITH_PORT = Pattern.compile("((?:[^:\\[\\]]|" + RANGE + ")+):([0-9]{1,5})");
    private static final String LETTER = "(?:[\\w]|" + RANGE + ")";
    private static final String LABEL = LETTER + "(?:(?:[\\w-]|" + RANGE + ")*" + LETTER + ")?";
    private static final Pattern NAME =
            Pattern.compile(LABEL + "(?:\\." + LABEL + ")*", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern IPV6_PART = Pattern.compile("[0-9a-f]{1,4}|" + HEX_RANGE, Pattern.CASE_INSENSITIVE);
    private static final Pattern IPV6_SPLIT = Pattern.compile(":(?![^\\[]*\\])");
    private static final Pattern IPV4 = Pattern.compile("(?:[0-9]{1,3}\\.){3}[0-9]{1,3}");

    /** Parses an address; returns null if {@code text} is not one. */
    static @Nullable Address parse(String text) {
        Matcher bracketed = BRACKETED.matcher(text);
        Matcher m = bracketed.matches() ? bracketed : WITH_PORT.matcher(text);
        boolean withPort = m.matches();
        String host = withPort ? m.group(1) : text;
        Integer port = withPort ? Integer.valueOf(m.group(2)) : null;
        return NAME.matcher(host).matches() || isIpv6(host) ? new Address(host, port) : null;
    }

    private static boolean isIpv6(String text) {
        int gap = text.indexOf("::");
        if (text.indexOf(':') < 0 || (gap >= 0 && text.indexOf("::", gap + 1) >= 0)) {
            return false;
        }
        String head = gap < 0 ? text : text.substring(0, gap);
        String tail = gap < 0 ? "" : text.substring(gap + 2);
        int parts = parts(head, false) + parts(tail, true);
        return parts >= 0 && (gap < 0 ? parts == 8 && !head.isEmpty() : parts < 8);
    }

    // Returns how many of an IPv6 address's eight parts the text contains. For a malformed text, the result is so far
    // below zero that every sum with it is negative.
    private static int parts(String text, boolean mayEndInIpv4) {
        if (text.isEmpty()) {
            return 0;
        }
        int count = 0;
        String[] parts = IPV6_SPLIT.split(text, -1);
        for (int i = 0; i < parts.length; i++) {
            if (mayEndInIpv4 && i == parts.length - 1 && IPV4.matcher(parts[i]).matches()) {
                count += 2;
            } else if (IPV6_PART.matcher(parts[i]).matches()) {
                count++;
            } else {
                return -100;
            }
        }
        return count;
    }
}
