package io.hitless.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * All that is to be known for connecting to one host, after the target, the ssh configuration and the defaults were
 * laid over each other.
 *
 * @param host the name as the operator gave it
 * @param hostName the name or address that is connected to
 * @param authentications methods in order of preference; those not listed are not tried
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
     * What the user proves to be the user with.
     *
     * @param files private keys from the configuration, in order; the default ones where it names none
     * @param certificates certificates of such keys, beside those that stand next to a key's file
     * @param only whether an agent's other keys are left alone
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
     * The way to the host.
     *
     * @param jumps the hops before this host, first one first, as {@code [user@]host[:port]}
     * @param proxyCommand a command whose input and output lead to the host, tokens filled in; null for none
     * @param family {@code any}, {@code inet} or {@code inet6}
     */
    record Route(List<String> jumps, @Nullable String proxyCommand, String family) {
        Route {
            jumps = List.copyOf(jumps);
        }
    }

    /**
     * How the host's key is checked.
     *
     * @param acceptNew whether a host that has no key in known_hosts may be added there
     * @param files the user's known_hosts, then the global ones; the first is added to
     * @param alias the name that the key is looked for by; null for the host's own
     * @param hash whether a name that is added is hashed
     */
    record HostKeys(
            boolean acceptNew, List<Path> files, @Nullable String alias, boolean hash) {
        HostKeys {
            files = List.copyOf(files);
        }
    }

    /**
     * How long it may take, and how often it is tried.
     *
     * @param aliveInterval how often to ask a silent host for a sign of life; zero: never
     * @param aliveCount how many such questions may stay unanswered
     * @param attempts how often to try to connect
     */
    record Limits(Duration connectTimeout, Duration aliveInterval, int aliveCount, int attempts) {}

    SshOptions withJumps(List<String> hops) {
        Route by = new Route(hops, hops.isEmpty() ? route.proxyCommand : null, route.family);
        return new SshOptions(host, hostName, port, user, authentications, keys, by, hostKeys, limits);
    }

    /** {@code host} for port 22, {@code host:port} otherwise; with the address where that differs from the name. */
    String shown() {
        String address = hostName.equals(host) ? host : host + " (" + hostName + ")";
        return port == 22 ? address : address + " port " + port;
    }
}
