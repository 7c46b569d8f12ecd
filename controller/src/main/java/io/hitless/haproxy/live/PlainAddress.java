package io.hitless.haproxy.live;

import io.hitless.haproxy.syntax.ConfigWord;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * The address of a server, if it is plain: an IP address, and a port or none.
 *
 * @param port empty if there is none
 */
record PlainAddress(String ip, String port) {
    private static final Pattern PLAIN = Pattern.compile("\\[?([0-9A-Fa-f:.]+?)]?(?::(\\d{1,5}))?");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int LAST_PORT = 65535;
    private static final int IPV4_BYTES = 4;

    static Optional<PlainAddress> of(ConfigWord word) {
        Matcher matcher = PLAIN.matcher(word.text());
        if (!word.isLiteral() || !matcher.matches()) {
            return Optional.empty();
        }
        String port = matcher.group(2) == null ? "" : matcher.group(2);
        if (literal(matcher.group(1)).isEmpty()
                || (!port.isEmpty() && (Integer.parseInt(port) == 0 || Integer.parseInt(port) > LAST_PORT))) {
            return Optional.empty();
        }
        return Optional.of(new PlainAddress(matcher.group(1), port));
    }

    /** Returns an IP address, without asking anybody. */
    static Optional<InetAddress> literal(String text) {
        if (!text.contains(":") && !IPV4.matcher(text).matches()) {
            return Optional.empty();
        }
        try {
            return Optional.of(InetAddress.ofLiteral(text));
        } catch (IllegalArgumentException _) {
            return Optional.empty();
        }
    }

    /** Returns an IP address as HAProxy shows it, whatever form it has; nothing if it is none. */
    static Optional<String> shown(String text) {
        return literal(text).map(InetAddress::getAddress).map(bytes -> {
            if (bytes.length == IPV4_BYTES) {
                String plain = IntStream.range(0, IPV4_BYTES)
                        .mapToObj(i -> Integer.toString(bytes[i] & 0xFF))
                        .collect(Collectors.joining("."));
                return text.contains(":") ? "::ffff:" + plain : plain;
            }
            return shown(bytes);
        });
    }

    /** The longest row of at least two zeros, the first of several, is left out. */
    private static String shown(byte[] bytes) {
        int[] groups = IntStream.range(0, bytes.length / 2)
                .map(i -> ((bytes[2 * i] & 0xFF) << 8) | (bytes[2 * i + 1] & 0xFF))
                .toArray();
        int start = 0;
        int length = 1;
        for (int i = 0; i < groups.length; i++) {
            int zeros = i;
            while (zeros < groups.length && groups[zeros] == 0) {
                zeros++;
            }
            if (zeros - i > length) {
                start = i;
                length = zeros - i;
            }
        }
        return length < 2
                ? joined(groups, 0, groups.length)
                : joined(groups, 0, start) + "::" + joined(groups, start + length, groups.length);
    }

    private static String joined(int[] groups, int from, int to) {
        return IntStream.range(from, to)
                .mapToObj(i -> Integer.toHexString(groups[i]))
                .collect(Collectors.joining(":"));
    }
}
