package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigWord;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The options of a {@code server} line up to HAProxy 3.2, by the number of their arguments. */
final class ServerKeywords {
    private static final Set<String> ALONE = words("""
        agent-check allow-0rtt backup check check-reuse-pool check-send-proxy check-ssl check-via-socks4 disabled enabled \
        force-sslv3 force-tlsv10 force-tlsv11 force-tlsv12 force-tlsv13 no-agent-check no-backup no-check \
        no-check-reuse-pool no-check-send-proxy no-check-ssl no-send-proxy no-send-proxy-v2 no-send-proxy-v2-ssl \
        no-send-proxy-v2-ssl-cn no-ssl no-ssl-reuse no-sslv3 no-tfo no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13 \
        non-stick send-proxy send-proxy-v2 send-proxy-v2-ssl send-proxy-v2-ssl-cn ssl ssl-reuse stick strict-maxconn tfo \
        tls-tickets\
        """);
    private static final Set<String> WITH_ONE = words("""
        addr agent-addr agent-inter agent-port agent-send alpn ca-file check-alpn check-pool-conn-name check-proto check-sni \
        ciphers ciphersuites client-sigalgs cookie crl-file crt curves downinter error-limit fall fastinter guid hash-key id \
        idle-ping init-addr init-state inter log-bufsize log-proto max-reuse maxconn maxqueue minconn namespace npn observe \
        on-error on-marked-down on-marked-up pool-conn-name pool-low-conn pool-max-conn pool-purge-delay port proto \
        proxy-v2-options redir resolve-net resolve-opts resolve-prefer resolvers rise shard sigalgs slowstart sni socks4 \
        ssl-max-ver ssl-min-ver tcp-ut track verify verifyhost weight ws\
        """);

    /** Options that take another one back, apart from those that begin with {@code no-}. */
    private static final Map<String, String> OPPOSITES = Map.of("enabled", "disabled", "stick", "non-stick");

    /** Options that begin with {@code no-} and set something of their own. */
    private static final Set<String> NEGATIVE =
            words("no-ssl-reuse no-sslv3 no-tls-tickets no-tlsv10 no-tlsv11 no-tlsv12 no-tlsv13");

    private ServerKeywords() {}

    private static Set<String> words(String text) {
        return Set.of(text.split(" +", -1));
    }

    /**
     * Returns how many words after an option are its arguments, or -1 if the option is not known.
     *
     * @param rest the words after it
     */
    static int arguments(String option, List<ConfigWord> rest) {
        if (ALONE.contains(option)) {
            return 0;
        }
        if (WITH_ONE.contains(option)) {
            return 1;
        }
        return option.equals("source") ? source(rest) : -1;
    }

    private static int source(List<ConfigWord> rest) {
        int count = 1;
        while (count < rest.size()
                && (rest.get(count).is("usesrc") || rest.get(count).is("interface"))) {
            count += 2;
        }
        return count;
    }

    /** Returns the option that this one takes back, or null. */
    static @Nullable String opposite(String option) {
        if (OPPOSITES.containsKey(option)) {
            return OPPOSITES.get(option);
        }
        if (NEGATIVE.contains("no-" + option)) {
            return "no-" + option;
        }
        return option.startsWith("no-") ? option.substring("no-".length()) : null;
    }

    /** Returns whether an option says something even if there was nothing to take back. */
    static boolean isKeptWhenTakenBack(String option) {
        return NEGATIVE.contains(option);
    }
}
