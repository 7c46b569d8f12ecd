package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigWord;
import io.hitless.haproxy.syntax.SectionKind;
import java.util.List;
import java.util.Set;

/**
 * Which lines of a section belong together. Lines with the same key are compared in their order; lines with different
 * keys do not influence each other, so their order does not count. What is not in these tables has one common key.
 */
final class SettingKey {
    /** What has no key of its own: its order counts. */
    static final String OTHER = "";

    static final String BEGIN = "section";

    /** Keywords of proxies. */
    private static final Set<String> KEYWORDS = Set.of("""
        backlog balance bind capture cookie default_backend description dispatch dynamic-cookie-key error-log-format filter \
        fullconn guid hash-balance-factor hash-preserve-affinity hash-type http-after-response http-check http-request \
        http-response http-reuse http-send-name-header id log log-format log-format-sd log-tag max-keep-alive-queue \
        max-session-srv-conns maxconn mode monitor-uri redirect retries retry-on server server-state-file-name source \
        stats stick stick-table tcp-check unique-id-format unique-id-header use-fcgi-app use-server use_backend\
        """.split(" +", -1));

    /** Keywords of proxies whose second word says what they are about. */
    private static final Set<String> PAIRS = Set.of(
            ("acl compression email-alert errorfile errorloc errorloc302 errorloc303 option rate-limit tcp-request"
                            + " tcp-response timeout")
                    .split(" ", -1));

    private static final Set<String> SWITCHES = Set.of("disabled", "enabled");
    private static final Set<String> PREFIXES = Set.of("no", "default");

    /** Keywords of {@code global} that depend on each other. */
    private static final Set<String> ENVIRONMENT = Set.of("setenv", "presetenv", "unsetenv", "resetenv");

    private SettingKey() {}

    static boolean isEnvironment(String keyword) {
        return ENVIRONMENT.contains(keyword);
    }

    /** Returns the key of a line that does not begin a section. */
    static String of(SectionKind kind, List<ConfigWord> words) {
        int at = words.size() > 1 && PREFIXES.contains(words.getFirst().text()) ? 1 : 0;
        if (words.size() <= at || !words.get(at).isLiteral()) {
            return OTHER;
        }
        String keyword = words.get(at).text();
        if (kind == SectionKind.GLOBAL) {
            return global(keyword);
        }
        if (!kind.hasDefaults() && kind != SectionKind.DEFAULTS) {
            return OTHER;
        }
        if (SWITCHES.contains(keyword)) {
            return "disabled";
        }
        boolean isPair = PAIRS.contains(keyword)
                && words.size() > at + 1
                && words.get(at + 1).isLiteral();
        if (isPair) {
            return keyword + " " + words.get(at + 1).text();
        }
        return KEYWORDS.contains(keyword) ? keyword : OTHER;
    }

    private static String global(String keyword) {
        if (isEnvironment(keyword)) {
            return "environment";
        }
        return keyword.startsWith("lua-") ? "lua" : keyword;
    }
}
