package io.hitless.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Settings for all SSH connections of a run. */
public record SshSettings(
        User user, List<Path> configFiles, KnownHosts knownHosts, Passphrases passphrases, Pace pace) {
    /** Gets the passphrase of an encrypted key file, or null; called once for each file. */
    @FunctionalInterface
    public interface Passphrases {
        Target.@Nullable Secret of(Path key);
    }

    /**
     * The user who connects.
     *
     * @param home the home directory
     * @param name the default login user
     * @param environment for {@code SSH_AUTH_SOCK} and variables in the ssh configuration
     */
    public record User(Path home, String name, Map<String, String> environment) {
        public User {
            environment = Map.copyOf(environment);
        }
    }

    /**
     * The known_hosts files, unless the configuration names others; {@code ~} is the home directory.
     *
     * @param user new keys go to the first of them
     * @param acceptNew whether to add a host without a key; a changed key is always refused
     */
    public record KnownHosts(List<String> user, List<String> global, boolean acceptNew) {
        public KnownHosts {
            user = List.copyOf(user);
            global = List.copyOf(global);
        }
    }

    /**
     * Rate limits and keepalive.
     *
     * @param handshakes how many connections may be in their handshake at once
     * @param connectsPerSecond how many connections may start per second; 0: no limit
     * @param aliveInterval how often to send a keepalive to a silent host, unless the configuration says otherwise;
     *     three unanswered ones end a connection
     */
    public record Pace(int handshakes, int connectsPerSecond, Duration aliveInterval) {
        public Pace {
            if (handshakes < 1 || connectsPerSecond < 0 || aliveInterval.isNegative()) {
                throw new IllegalArgumentException(
                        "handshakes " + handshakes + ", per second " + connectsPerSecond + ", alive " + aliveInterval);
            }
        }
    }

    public SshSettings {
        configFiles = List.copyOf(configFiles);
    }

    /** The defaults of ssh, with strict host key checking, and no passphrase for any key. */
    public static SshSettings standard() {
        Path home = Path.of(System.getProperty("user.home"));
        return new SshSettings(
                new User(home, System.getProperty("user.name"), System.getenv()),
                List.of(home.resolve(".ssh/config"), Path.of("/etc/ssh/ssh_config")),
                new KnownHosts(
                        List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2"),
                        List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"),
                        false),
                _ -> null,
                new Pace(16, 0, Duration.ofSeconds(15)));
    }

    SshSettings withHome(Path home) {
        return with(new User(home, user.name, user.environment));
    }

    SshSettings withEnvironment(Map<String, String> variables) {
        return with(new User(user.home, user.name, variables));
    }

    SshSettings withConfigFiles(List<Path> files) {
        return new SshSettings(user, files, knownHosts, passphrases, pace);
    }

    /** Uses one known_hosts file only. */
    SshSettings withKnownHosts(Path file) {
        return with(new KnownHosts(List.of(file.toString()), List.of(), knownHosts.acceptNew));
    }

    public SshSettings withAcceptNewHostKeys(boolean accept) {
        return with(new KnownHosts(knownHosts.user, knownHosts.global, accept));
    }

    public SshSettings withPassphrases(Passphrases forKeys) {
        return new SshSettings(user, configFiles, knownHosts, forKeys, pace);
    }

    SshSettings withAliveInterval(Duration interval) {
        Pace slower = new Pace(pace.handshakes, pace.connectsPerSecond, interval);
        return new SshSettings(user, configFiles, knownHosts, passphrases, slower);
    }

    private SshSettings with(User other) {
        return new SshSettings(other, configFiles, knownHosts, passphrases, pace);
    }

    private SshSettings with(KnownHosts other) {
        return new SshSettings(user, configFiles, other, passphrases, pace);
    }
}
