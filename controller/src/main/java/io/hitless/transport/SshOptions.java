package io.hitless.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All options for connecting to one host, merged from the target, the ssh configuration and the defaults.
 *
 * @param host the name that the operator gave
 * @param hostName the name or address to connect to
 * @param authentications methods in order of preference; others are not tried
 */
record SshOptions(
        String host,
        String hostName,
        int port,
        String user,
        List<String> authentications,
        Keys keys,
        Route route,
        HostKeys hostKeys,
        Limits limits) {
    SshOptions {
        authentications = List.copyOf(authentications);
    }

    /**
     * The keys of the user.
     *
     * @param files private keys from the configuration, in order; the default ones if it names none
     * @param certificates certificates of such keys, in addition to those beside a key's file
     * @param only whether to ignore an agent's other keys
     * @param agent the agent's socket; null for none
     */
    record Keys(
            List<Path> files,
            List<Path> certificates,
            boolean only,
            @Nullable Path agent) {
        Keys {
            files = List.copyOf(files);
            certificates = List.copyOf(certificates);
        }
    }

    /**
     * The route to the host.
     *
     * @param jumps the jump hosts, first one first, as {@code [user@]host[:port]}
     * @param proxyCommand a command whose standard input and output lead to the host, with tokens filled in; null for
     *     none
     * @param family {@code any}, {@code inet} or {@code inet6}
     */
    record Route(List<String> jumps, @Nullable String proxyCommand, String family) {
        Route {
            jumps = List.copyOf(jumps);
        }
    }

    /**
     * How to check the host's key.
     *
     * @param acceptNew whether to add a host that has no key in known_hosts
     * @param files the user's known_hosts files, then the global ones; new keys go to the first
     * @param alias the name to look the key up by; null for the host's own
     * @param hash whether to hash names when adding them
     */
    record HostKeys(
            boolean acceptNew, List<Path> files, @Nullable String alias, boolean hash) {
        HostKeys {
            files = List.copyOf(files);
        }
    }

    /**
     * Time limits and attempts.
     *
     * @param aliveInterval how often to send a keepalive to a silent host; zero: never
     * @param aliveCount how many keepalives may stay unanswered
     * @param attempts how often to try to connect
     */
    record Limits(Duration connectTimeout, Duration aliveInterval, int aliveCount, int attempts) {}

    SshOptions withJumps(List<String> hops) {
        Route by = new Route(hops, hops.isEmpty() ? route.proxyCommand : null, route.family);
        return new SshOptions(host, hostName, port, user, authentications, keys, by, hostKeys, limits);
    }

    /** {@code host} for port 22, {@code host:port} otherwise; with the address if it differs from the name. */
    String shown() {
        String address = hostName.equals(host) ? host : host + " (" + hostName + ")";
        return port == 22 ? address : address + " port " + port;
    }
}
