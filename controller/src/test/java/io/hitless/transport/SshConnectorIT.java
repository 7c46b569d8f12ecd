package io.hitless.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands over a real sshd. */
class SshConnectorIT {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    Path directory;

    private SshdFixture sshd;
    private Path key;

    @BeforeEach
    void start() throws Exception {
        sshd = SshdFixture.start(directory.resolve("sshd"));
        key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        sshd.authorize(directory.resolve("key.pub"));
    }

    @AfterEach
    void stop() throws Exception {
        sshd.close();
    }

    @Test
    void a_command_gives_its_output_error_and_exit_status() throws Exception {
        try (SshConnector connector = new SshConnector(sshd.settings());
                Connection connection = connector.connect(sshd.target(key));
                RemoteProcess process = connection.start("echo out; echo err >&2; exit 7")) {
            assertThat(new String(process.output().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("out\n");
            assertThat(new String(process.error().readAllBytes(), StandardCharsets.UTF_8)).isEqualTo("err\n");
            assertThat(process.waitFor(SOON)).isEqualTo(7);
        }
    }

    @Test
    void a_host_key_that_is_not_known_is_refused() throws Exception {
        Path empty = directory.resolve("empty_known_hosts");
        try (SshConnector connector = new SshConnector(sshd.settings().withKnownHosts(empty))) {
            assertThatThrownBy(() -> connector.connect(sshd.target(key)))
                    .isInstanceOf(ConnectFailure.HostKeyUnknown.class)
                    .hasMessageContaining("SHA256:")
                    .hasMessageContaining(empty.toString());
        }
        assertThat(empty).doesNotExist();
    }
}
