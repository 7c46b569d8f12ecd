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
 * @param identityFiles private keys from the configuration, in order; the default ones where it names none
 * @param certificateFiles certificates of such keys, beside those that stand next to a key's file
 * @param identityAgent the agent's socket; null for none
 * @param jumps the hops before this host, first one first, as {@code [user@]host[:port]}
 * @param proxyCommand a command whose input and output lead to the host, tokens filled in; null for none
 * @param acceptNew whether a host that has no key in known_hosts may be added there
 * @param knownHostsFiles the user's, then the global ones; the first is added to
 * @param aliveInterval how often to ask a silent host for a sign of life; zero: never
 * @param aliveCount how many such questions may stay unanswered
 * @param attempts how often to try to connect
 * @param authentications methods in order of preference; those not listed are not tried
 * @param family {@code any}, {@code inet} or {@code inet6}
 */
record SshOptions(
        String host,
        String hostName,
        int port,
        String user,
        List<Path> identityFiles,
        List<Path> certificateFiles,
        boolean identitiesOnly,
        @Nullable Path identityAgent,
        List<String> jumps,
        @Nullable String proxyCommand,
        boolean acceptNew,
        List<Path> knownHostsFiles,
        @Nullable String hostKeyAlias,
        boolean hashKnownHosts,
        Duration connectTimeout,
        Duration aliveInterval,
        int aliveCount,
        int attempts,
        List<String> authentications,
        String family) {
    SshOptions {
        identityFiles = List.copyOf(identityFiles);
        certificateFiles = List.copyOf(certificateFiles);
        jumps = List.copyOf(jumps);
        knownHostsFiles = List.copyOf(knownHostsFiles);
        authentications = List.copyOf(authentications);
    }

    SshOptions withJumps(List<String> hops) {
        return new SshOptions(
                host,
                hostName,
                port,
                user,
                identityFiles,
                certificateFiles,
                identitiesOnly,
                identityAgent,
                hops,
                hops.isEmpty() ? proxyCommand : null,
                acceptNew,
                knownHostsFiles,
                hostKeyAlias,
                hashKnownHosts,
                connectTimeout,
                aliveInterval,
                aliveCount,
                attempts,
                authentications,
                family);
    }

    /** {@code host} for port 22, {@code host:port} otherwise; with the address where that differs from the name. */
    String shown() {
        String address = hostName.equals(host) ? host : host + " (" + hostName + ")";
        return port == 22 ? address : address + " port " + port;
    }
}
