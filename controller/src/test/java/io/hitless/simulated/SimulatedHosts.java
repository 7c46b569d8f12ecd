package io.hitless.simulated;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntry;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.auth.pubkey.AcceptAllPublickeyAuthenticator;

/**
 * An SSH server on a port of loopback that accepts each user with any key: a user is a host of that name. Writes
 * {@code known_hosts} and then {@code port} into its directory.
 */
public final class SimulatedHosts implements AutoCloseable {
    private final RecordedAnswers answers;
    private final SshServer server;

    private SimulatedHosts(RecordedAnswers answers, SshServer server) {
        this.answers = answers;
        this.server = server;
    }

    /** {@code SimulatedHosts DIRECTORY MILLISECONDS} answers after the milliseconds, until its standard input ends. */
    public static void main(String[] args) throws IOException, GeneralSecurityException {
        try (SimulatedHosts _ = start(Path.of(args[0]), Duration.ofMillis(Long.parseLong(args[1])))) {
            while (System.in.read() >= 0) {
                // It has nothing to say.
            }
        }
    }

    static SimulatedHosts start(Path directory, Duration delay) throws IOException, GeneralSecurityException {
        RecordedAnswers answers = new RecordedAnswers(directory);
        SshServer server = SshServer.setUpDefaultServer();
        KeyPair key = newKey();
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(key));
        server.setPublickeyAuthenticator(AcceptAllPublickeyAuthenticator.INSTANCE);
        server.setCommandFactory(
                (session, _) -> new SimulatedShell(session.getSession().getUsername(), answers, delay));
        CoreModuleProperties.IDLE_TIMEOUT.set(server, Duration.ZERO);
        CoreModuleProperties.SOCKET_BACKLOG.set(server, 4096);
        server.start();
        Files.writeString(
                directory.resolve("known_hosts"),
                "[127.0.0.1]:" + server.getPort() + " " + PublicKeyEntry.toString(key.getPublic()) + "\n");
        Path written = Files.writeString(directory.resolve("port.new"), String.valueOf(server.getPort()));
        Files.move(written, directory.resolve("port"));
        return new SimulatedHosts(answers, server);
    }

    int port() {
        return server.getPort();
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
        answers.close();
    }

    private static KeyPair newKey() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance(KeyUtils.EC_ALGORITHM);
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }
}
