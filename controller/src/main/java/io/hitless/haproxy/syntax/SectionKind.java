package io.hitless.haproxy.syntax;

import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The kinds of sections, by the keyword that begins one. */
public enum SectionKind {
    /** What stands before the first section of a file. */
    NONE(""),
    GLOBAL("global"),
    DEFAULTS("defaults"),
    FRONTEND("frontend"),
    BACKEND("backend"),
    LISTEN("listen"),
    PEERS("peers"),
    USERLIST("userlist"),
    RESOLVERS("resolvers"),
    MAILERS("mailers"),
    PROGRAM("program"),
    HTTP_ERRORS("http-errors"),
    RING("ring"),
    CACHE("cache"),
    FCGI_APP("fcgi-app"),
    LOG_FORWARD("log-forward"),
    LOG_PROFILE("log-profile"),
    CRT_STORE("crt-store"),
    TRACES("traces"),
    ACME("acme"),
    NAMESPACE_LIST("namespace_list");

    private static final Map<String, SectionKind> BY_KEYWORD =
            Arrays.stream(values()).collect(Collectors.toMap(SectionKind::keyword, Function.identity()));

    private final String keyword;

    SectionKind(String keyword) {
        this.keyword = keyword;
    }

    public String keyword() {
        return keyword;
    }

    /** Returns whether servers are declared here that take requests. */
    public boolean hasServers() {
        return this == BACKEND || this == LISTEN;
    }

    /** Returns whether clients connect here. */
    public boolean hasClients() {
        return this == FRONTEND || this == LISTEN;
    }

    /** Returns whether a section of this kind takes over the settings of a {@code defaults} section. */
    public boolean hasDefaults() {
        return hasServers() || hasClients();
    }

    /** Returns the kind that this word begins, or null if it begins none. */
    static @Nullable SectionKind begunBy(ConfigWord word) {
        return word.isLiteral() && !word.parts().isEmpty() ? BY_KEYWORD.get(word.text()) : null;
    }
}
