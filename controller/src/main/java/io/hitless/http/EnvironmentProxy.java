package io.hitless.http;

import io.hitless.source.UserError;
import java.io.IOException;
import java.net.Authenticator;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The proxies that {@code http_proxy}, {@code https_proxy}, {@code all_proxy} and {@code no_proxy} name, in lower or
 * upper case. Lower case wins.
 */
final class EnvironmentProxy extends ProxySelector {
    private final Map<String, Server> byScheme;
    private final List<String> excluded;

    private EnvironmentProxy(Map<String, Server> byScheme, List<String> excluded) {
        this.byScheme = byScheme;
        this.excluded = excluded;
    }

    /** A proxy's address, and the login for it if the variable has one. */
    private record Server(
            InetSocketAddress address, @Nullable PasswordAuthentication login) {}

    /**
     * Reads the variables.
     *
     * @param environment returns the value of a variable, or null
     * @throws UserError if one is no address of an HTTP proxy; the value is not repeated, because it may have a
     *     password
     */
    static EnvironmentProxy of(UnaryOperator<@Nullable String> environment) {
        Map<String, Server> servers = new TreeMap<>();
        for (String scheme : List.of("http", "https")) {
            for (String name : List.of(scheme + "_proxy", "all_proxy")) {
                String value = value(environment, name);
                if (!value.isEmpty()) {
                    servers.put(scheme, server(name, value));
                    break;
                }
            }
        }
        String excluded = value(environment, "no_proxy").toLowerCase(Locale.ROOT);
        return new EnvironmentProxy(servers, List.of(excluded.split("[,\\s]+", -1)));
    }

    private static String value(UnaryOperator<@Nullable String> environment, String name) {
        String value = environment.apply(name);
        String other = value == null ? environment.apply(name.toUpperCase(Locale.ROOT)) : value;
        return other == null ? "" : other.strip();
    }

    private static Server server(String name, String value) {
        URI uri = uri(name, value.contains("://") ? value : "http://" + value);
        if (!"http".equals(uri.getScheme())) {
            throw new UserError(
                    null,
                    "the proxy of " + name + " is reached by " + uri.getScheme(),
                    "only HTTP proxies can be used: http://HOST:PORT");
        }
        if (uri.getHost() == null) {
            throw unusable(name);
        }
        InetSocketAddress address =
                InetSocketAddress.createUnresolved(uri.getHost(), uri.getPort() < 0 ? 80 : uri.getPort());
        return new Server(address, login(uri.getRawUserInfo()));
    }

    private static URI uri(String name, String value) {
        try {
            return new URI(value);
        } catch (URISyntaxException _) {
            throw unusable(name);
        }
    }

    private static UserError unusable(String name) {
        return new UserError(null, name + " in the environment is not the address of a proxy", "http://HOST:PORT");
    }

    private static @Nullable PasswordAuthentication login(@Nullable String info) {
        if (info == null) {
            return null;
        }
        int colon = info.indexOf(':');
        return new PasswordAuthentication(
                decoded(colon < 0 ? info : info.substring(0, colon)),
                (colon < 0 ? "" : decoded(info.substring(colon + 1))).toCharArray());
    }

    private static String decoded(String text) {
        return URLDecoder.decode(text.replace("+", "%2B"), StandardCharsets.UTF_8);
    }

    @Override
    public List<Proxy> select(URI uri) {
        Server server = byScheme.get(uri.getScheme());
        return List.of(
                server == null || isExcluded(uri) ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, server.address()));
    }

    private boolean isExcluded(URI uri) {
        String host = uri.getHost().toLowerCase(Locale.ROOT).replaceAll("^\\[|\\]$", "");
        return excluded.stream().anyMatch(each -> excludes(each, host, uri.getPort()));
    }

    // A name excludes itself and the names below it, with or without a dot in front; with a port, only that one.
    private static boolean excludes(String pattern, String host, int port) {
        if (pattern.equals("*")) {
            return true;
        }
        String name = pattern.replaceFirst("^\\*?\\.", "");
        if (name.isEmpty()) {
            return false;
        }
        return isAtOrBelow(host, name) || (port >= 0 && isAtOrBelow(host + ":" + port, name));
    }

    private static boolean isAtOrBelow(String host, String name) {
        return host.equals(name) || host.endsWith("." + name);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException error) {
        // The request fails with this error itself.
    }

    /** The logins of the proxies, which are given to nobody else; empty if none has one. */
    Optional<Authenticator> login() {
        if (byScheme.values().stream().allMatch(server -> server.login() == null)) {
            return Optional.empty();
        }
        return Optional.of(new Authenticator() {
            @Override
            protected @Nullable PasswordAuthentication getPasswordAuthentication() {
                if (getRequestorType() != RequestorType.PROXY) {
                    return null;
                }
                return byScheme.values().stream()
                        .filter(server -> server.address().getHostString().equals(getRequestingHost())
                                && server.address().getPort() == getRequestingPort())
                        .map(Server::login)
                        .findFirst()
                        .orElse(null);
            }
        });
    }
}
