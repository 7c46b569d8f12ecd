package io.hitless.haproxy.live;

import io.hitless.haproxy.compare.MeantConfig;
import io.hitless.haproxy.compare.Proxy;
import io.hitless.haproxy.compare.ProxyPair;
import io.hitless.haproxy.compare.Server;
import io.hitless.haproxy.syntax.ConfigWord;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What prevents HAProxy from adding or deleting a server while it runs. */
final class ServerRules {
    /** Algorithms that take servers in and out; those of a hash only with {@code hash-type consistent}. */
    private static final Set<String> DYNAMIC = Set.of("roundrobin", "leastconn", "first", "random");

    private static final Set<String> STATIC = Set.of("static-rr");

    /** Algorithms for which the place of a server in the list does not count. */
    private static final Set<String> FREE = Set.of("roundrobin", "leastconn", "random");

    /** Options that {@code add server} does not take. Some of them mean nothing if the address is no name. */
    private static final Set<String> NOT_DYNAMIC =
            Set.of("log-bufsize", "log-proto", "max-reuse", "namespace", "non-stick", "redir", "socks4", "tcp-ut");

    static final Set<String> ABOUT_NAMES =
            Set.of("init-addr", "resolvers", "resolve-net", "resolve-opts", "resolve-prefer");

    /** Files that have to be in the process already. */
    private static final List<String> FILES = List.of("ca-file", "crt", "crl-file");

    private final MeantConfig before;
    private final HaproxyRelease release;

    ServerRules(MeantConfig before, HaproxyRelease release) {
        this.before = before;
        this.release = release;
    }

    static boolean isDynamic(Proxy proxy) {
        String balance = balance(proxy);
        if (DYNAMIC.contains(balance)) {
            return true;
        }
        return !STATIC.contains(balance) && !balance.isEmpty() && "consistent".equals(proxy.value("hash-type"));
    }

    /** Returns the algorithm without its parameters; empty if a variable names it. */
    static String balance(Proxy proxy) {
        if (proxy.setting("balance").isEmpty()) {
            return "roundrobin";
        }
        String balance = proxy.value("balance");
        return balance == null ? "" : balance.replaceFirst("\\(.*", "");
    }

    /** Returns whether a request goes to a server because of its place in the list, or its number there. */
    static boolean placesCount(ProxyPair pair) {
        boolean free = FREE.contains(balance(pair.before()))
                && !pair.before().sets("stick")
                && pair.before().setting("stick").isEmpty();
        boolean numbered = List.of(pair.before(), pair.after()).stream()
                .flatMap(proxy -> proxy.servers().stream())
                .allMatch(server -> server.has("id"));
        return !free && !numbered;
    }

    /** Returns why a server can't be added while HAProxy runs, or nothing if it can. */
    Optional<String> againstAdding(ProxyPair pair, Server server) {
        Proxy proxy = pair.before();
        if (!LiveAbility.SERVERS.isIn(release)) {
            return Optional.of(LiveAbility.SERVERS.missingIn(release));
        }
        if (server.isTemplate()) {
            return Optional.of("a server-template makes its servers at the start only");
        }
        if (!isLiteral(server)) {
            return Optional.of("only HAProxy itself knows the value of a variable on its line");
        }
        if (!isDynamic(proxy)) {
            return Optional.of("servers can't come and go with balance " + balance(proxy));
        }
        if (placesCount(pair)) {
            return Optional.of(whyPlacesCount(proxy));
        }
        if (PlainAddress.of(server.address()).isEmpty()) {
            return Optional.of("only a server with an IP address can be added, and its address is "
                    + server.address().text());
        }
        if (proxy.hasOption("external-check") || "log".equals(proxy.value("mode"))) {
            return Optional.of("servers can't be added with external-check, nor in mode log");
        }
        return againstOptions(proxy, server);
    }

    static String whyPlacesCount(Proxy proxy) {
        return "with " + (proxy.setting("stick").isEmpty() ? "balance " + balance(proxy) : "stick rules")
                + " the place of a server in the list counts, and only a reload counts anew";
    }

    private Optional<String> againstOptions(Proxy proxy, Server server) {
        if (!server.understood()) {
            return Optional.of("it has an option that hitless does not know");
        }
        for (String option : server.options().keySet().stream().sorted().toList()) {
            if (NOT_DYNAMIC.contains(option)) {
                return Optional.of("HAProxy can't add a server with " + option);
            }
        }
        if (server.has("cookie") && !LiveAbility.SERVER_COOKIE.isIn(release)) {
            return Optional.of(LiveAbility.SERVER_COOKIE.missingIn(release));
        }
        for (String option : FILES) {
            if (server.has(option) && !isLoaded(option, server)) {
                return Optional.of("the process has not loaded its " + option + ", and can't read files any more");
            }
        }
        String tracked = server.value("track", null);
        return server.has("track") && !isThere(proxy, tracked == null ? "" : tracked)
                ? Optional.of("the server that it tracks is not there yet")
                : Optional.empty();
    }

    private boolean isLoaded(String option, Server server) {
        return before.proxies().values().stream()
                .flatMap(proxy -> proxy.servers().stream())
                .anyMatch(other -> other.has(option)
                        && String.valueOf(other.value(option, null)).equals(server.value(option, null)));
    }

    private boolean isThere(Proxy proxy, String tracked) {
        int slash = tracked.indexOf('/');
        String name = tracked.substring(slash + 1);
        if (slash < 0) {
            return proxy.server(name).isPresent();
        }
        String of = tracked.substring(0, slash);
        return before.proxies().values().stream()
                .anyMatch(other -> other.kind().hasServers()
                        && other.name().equals(of)
                        && other.server(name).isPresent());
    }

    /** Returns why a server can't be deleted, and added again if that has to be undone; or nothing if it can. */
    Optional<String> againstRemoving(ProxyPair pair, Server server) {
        if (cutsSessions(server)) {
            return Optional.of("it has on-marked-down shutdown-sessions, which would cut its sessions");
        }
        if (isReferred(pair.before(), server.name())) {
            return Optional.of("other lines refer to it");
        }
        return againstAdding(pair, server);
    }

    static boolean cutsSessions(Server server) {
        return "shutdown-sessions".equals(server.value("on-marked-down", null));
    }

    private boolean isReferred(Proxy proxy, String name) {
        String full = proxy.name() + "/" + name;
        boolean byOthers = before.proxies().values().stream()
                .anyMatch(other -> other.mentions(full)
                        || other.servers().stream().anyMatch(server -> full.equals(server.value("track", null))));
        return byOthers
                || proxy.mentions("(" + name + ")")
                || proxy.mentions("(" + name + ",")
                || proxy.servers().stream().anyMatch(server -> name.equals(server.value("track", null)))
                || proxy.hasLine("use-server", name);
    }

    private static boolean isLiteral(Server server) {
        return server.line().words().stream().allMatch(ConfigWord::isLiteral)
                && server.options().values().stream().flatMap(List::stream).allMatch(ConfigWord::isLiteral)
                && server.line().words().stream().noneMatch(word -> word.text().matches("(?s).*[\\n\\r].*|<<.*"));
    }
}
