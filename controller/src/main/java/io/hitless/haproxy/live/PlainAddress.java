package io.hitless.haproxy.live;

import io.hitless.haproxy.syntax.ConfigWord;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The address of a server, if it is plain: an IP address, and a port or none.
 *
 * @param port empty if there is none
 */
record PlainAddress(String ip, String port) {
    private static final Pattern PLAIN = Pattern.compile("\\[?([0-9A-Fa-f:.]+?)]?(?::(\\d{1,5}))?");
    private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final int LAST_PORT = 65535;

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
}
