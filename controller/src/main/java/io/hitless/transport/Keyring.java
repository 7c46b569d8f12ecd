package io.hitless.transport;

import io.hitless.source.Reason;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The user's keys for a run: each file is read once, and each agent is asked once, for all hosts. */
final class Keyring {
    private final Map<Path, Found> files = new ConcurrentHashMap<>();
    private final Map<Path, Optional<CertificateFile>> certificates = new ConcurrentHashMap<>();
    private final Map<Path, Agent> agents = new ConcurrentHashMap<>();
    private final SshSettings.Passphrases passphrases;
    private final DeadlineTimer deadlines;

    Keyring(SshSettings.Passphrases passphrases, DeadlineTimer deadlines) {
        this.passphrases = passphrases;
        this.deadlines = deadlines;
    }

    private record Found(@Nullable KeyFile key, @Nullable String problem) {}

    private record Agent(AgentClient client, List<Identity> keys) {}

    /**
     * The keys to try for a host, in order: the target's, the agent's, those of the configuration; each after its
     * certificates.
     *
     * @param notes receives messages about keys that can't be used
     */
    List<Identity> identities(Target.Ssh target, SshOptions options, List<String> notes) {
        List<Identity> agent = options.keys().agent() == null
                ? List.of()
                : agent(options.keys().agent(), notes);
        List<Identity> given = files(target.keyFiles(), true, notes);
        List<Identity> configured = files(options.keys().files(), false, notes);
        List<Identity> all = new ArrayList<>();
        given.forEach(key -> add(all, preferAgent(key, agent)));
        configured.stream().filter(key -> isIn(agent, key)).forEach(key -> add(all, preferAgent(key, agent)));
        if (!options.keys().only()) {
            agent.forEach(key -> add(all, key));
        } else {
            agent.stream().filter(key -> isNamed(key, target, options)).forEach(key -> add(all, key));
        }
        configured.forEach(key -> add(all, key));
        return withCertificates(all, target, options, notes);
    }

    // As in ssh: those of CertificateFile, and KEY-cert.pub beside a key file.
    private List<Identity> withCertificates(
            List<Identity> keys, Target.Ssh target, SshOptions options, List<String> notes) {
        List<CertificateFile> files = new ArrayList<>();
        options.keys()
                .certificates()
                .forEach(path -> certificate(path)
                        .ifPresentOrElse(files::add, () -> notes.add(path + ": no certificate that can be read")));
        named(target, options)
                .forEach(path -> certificate(Path.of(path + "-cert.pub")).ifPresent(files::add));
        if (files.isEmpty()) {
            return keys;
        }
        List<Identity> all = new ArrayList<>();
        for (Identity key : keys) {
            files.stream()
                    .filter(file -> file.of().key().equals(key.blob()))
                    .forEach(file -> add(all, new CertifiedKey(key, file.blob(), file.path())));
            add(all, key);
        }
        files.stream()
                .filter(file -> keys.stream()
                        .noneMatch(key -> key.blob().equals(file.of().key())))
                .forEach(
                        file -> notes.add(file.path() + ": the private key of this certificate is not among the keys"));
        return all;
    }

    private record CertificateFile(String path, KeyBlob blob, UserCertificate of) {}

    private Optional<CertificateFile> certificate(Path path) {
        return certificates.computeIfAbsent(
                path,
                file -> KeyFile.publicLine(file)
                        .flatMap(blob ->
                                UserCertificate.of(blob).map(of -> new CertificateFile(path.toString(), blob, of))));
    }

    private static List<Path> named(Target.Ssh target, SshOptions options) {
        List<Path> named = new ArrayList<>(target.keyFiles());
        named.addAll(options.keys().files());
        return named;
    }

    private static void add(List<Identity> all, Identity key) {
        if (!isIn(all, key)) {
            all.add(key);
        }
    }

    private static boolean isIn(List<Identity> keys, Identity key) {
        return keys.stream().anyMatch(other -> other.blob().equals(key.blob()));
    }

    // An encrypted file need not be decrypted if the agent has its key.
    private static Identity preferAgent(Identity key, List<Identity> agent) {
        if (key.isReady()) {
            return key;
        }
        return agent.stream()
                .filter(other -> other.blob().equals(key.blob()))
                .findFirst()
                .orElse(key);
    }

    // IdentitiesOnly with a public key file whose private key is in the agent only, and the agent's certificates for
    // such keys.
    private static boolean isNamed(Identity key, Target.Ssh target, SshOptions options) {
        KeyBlob plain = UserCertificate.of(key.blob()).map(UserCertificate::key).orElse(key.blob());
        return named(target, options).stream()
                        .anyMatch(path -> KeyFile.publicHalf(path).equals(Optional.of(plain)))
                || options.keys().certificates().stream()
                        .anyMatch(path -> KeyFile.publicLine(path).equals(Optional.of(key.blob())));
    }

    private List<Identity> files(List<Path> paths, boolean mustExist, List<String> notes) {
        List<Identity> keys = new ArrayList<>();
        for (Path path : paths) {
            Found found = files.computeIfAbsent(path, this::read);
            if (found.key != null) {
                keys.add(found.key);
            } else if (found.problem != null && (mustExist || Files.exists(path))) {
                notes.add(path + ": " + found.problem);
            }
        }
        return keys;
    }

    private Found read(Path path) {
        try {
            return new Found(new KeyFile(path, passphrases), null);
        } catch (IOException e) {
            return new Found(null, Files.exists(path) ? Reason.of(e) : "no such file");
        }
    }

    private List<Identity> agent(Path socket, List<String> notes) {
        Agent agent = agents.computeIfAbsent(socket, path -> {
            AgentClient client = new AgentClient(path, deadlines);
            try {
                return new Agent(client, client.keys());
            } catch (IOException e) {
                notes.add("agent " + path + ": " + Reason.of(e));
                return new Agent(client, List.of());
            }
        });
        return agent.keys;
    }
}
