package io.hitless.transport;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What holds for all SSH connections of a run.
 *
 * @param home the user's home directory
 * @param localUser the login user where nothing else names one
 * @param environment for {@code SSH_AUTH_SOCK} and variables in the ssh configuration
 * @param configFiles ssh configuration files, the first wins; those that do not exist are passed over
 * @param userKnownHosts where host keys are looked for and added, unless the configuration says otherwise; {@code ~} is
 *     the home
 * @param globalKnownHosts where host keys are looked for besides
 * @param acceptNewHostKeys whether a host without a key in known_hosts is added there; a changed key is refused always
 * @param passphrases the passphrase of an encrypted key file, or null; asked once for each
 * @param handshakes how many connections may be in their handshake at once
 * @param connectsPerSecond how many new connections may begin each second; 0: as many as there are
 * @param aliveInterval how often to ask a silent host for a sign of life, unless the configuration says; three
 *     unanswered end a connection
 */
public record SshSettings(
        Path home,
        String localUser,
        Map<String, String> environment,
        List<Path> configFiles,
        List<String> userKnownHosts,
        List<String> globalKnownHosts,
        boolean acceptNewHostKeys,
        Function<Path, Target.@Nullable Secret> passphrases,
        int handshakes,
        int connectsPerSecond,
        Duration aliveInterval) {
    public SshSettings {
        environment = Map.copyOf(environment);
        configFiles = List.copyOf(configFiles);
        userKnownHosts = List.copyOf(userKnownHosts);
        globalKnownHosts = List.copyOf(globalKnownHosts);
        if (handshakes < 1 || connectsPerSecond < 0 || aliveInterval.isNegative()) {
            throw new IllegalArgumentException(
                    "handshakes " + handshakes + ", per second " + connectsPerSecond + ", alive " + aliveInterval);
        }
    }

    /** What ssh itself would use, strict about host keys, without a passphrase for any key. */
    public static SshSettings standard() {
        Path home = Path.of(System.getProperty("user.home"));
        return new SshSettings(
                home,
                System.getProperty("user.name"),
                System.getenv(),
                List.of(home.resolve(".ssh/config"), Path.of("/etc/ssh/ssh_config")),
                List.of("~/.ssh/known_hosts", "~/.ssh/known_hosts2"),
                List.of("/etc/ssh/ssh_known_hosts", "/etc/ssh/ssh_known_hosts2"),
                false,
                _ -> null,
                16,
                0,
                Duration.ofSeconds(15));
    }

    public SshSettings withAcceptNewHostKeys(boolean accept) {
        return new SshSettings(
                home,
                localUser,
                environment,
                configFiles,
                userKnownHosts,
                globalKnownHosts,
                accept,
                passphrases,
                handshakes,
                connectsPerSecond,
                aliveInterval);
    }

    public SshSettings withConfigFiles(List<Path> files) {
        return new SshSettings(
                home,
                localUser,
                environment,
                files,
                userKnownHosts,
                globalKnownHosts,
                acceptNewHostKeys,
                passphrases,
                handshakes,
                connectsPerSecond,
                aliveInterval);
    }

    public SshSettings withKnownHosts(Path user) {
        return new SshSettings(
                home,
                localUser,
                environment,
                configFiles,
                List.of(user.toString()),
                List.of(),
                acceptNewHostKeys,
                passphrases,
                handshakes,
                connectsPerSecond,
                aliveInterval);
    }

    public SshSettings withEnvironment(Map<String, String> variables) {
        return new SshSettings(
                home,
                localUser,
                variables,
                configFiles,
                userKnownHosts,
                globalKnownHosts,
                acceptNewHostKeys,
                passphrases,
                handshakes,
                connectsPerSecond,
                aliveInterval);
    }

    public SshSettings withHome(Path directory) {
        return new SshSettings(
                directory,
                localUser,
                environment,
                configFiles,
                userKnownHosts,
                globalKnownHosts,
                acceptNewHostKeys,
                passphrases,
                handshakes,
                connectsPerSecond,
                aliveInterval);
    }

    public SshSettings withPassphrases(Function<Path, Target.@Nullable Secret> forKeys) {
        return new SshSettings(
                home,
                localUser,
                environment,
                configFiles,
                userKnownHosts,
                globalKnownHosts,
                acceptNewHostKeys,
                forKeys,
                handshakes,
                connectsPerSecond,
                aliveInterval);
    }

    public SshSettings withPace(int handshakesAtOnce, int perSecond) {
        return new SshSettings(
                home,
                localUser,
                environment,
                configFiles,
                userKnownHosts,
                globalKnownHosts,
                acceptNewHostKeys,
                passphrases,
                handshakesAtOnce,
                perSecond,
                aliveInterval);
    }

    public SshSettings withAliveInterval(Duration interval) {
        return new SshSettings(
                home,
                localUser,
                environment,
                configFiles,
                userKnownHosts,
                globalKnownHosts,
                acceptNewHostKeys,
                passphrases,
                handshakes,
                connectsPerSecond,
                interval);
    }
}
