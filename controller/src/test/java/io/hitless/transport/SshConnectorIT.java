package io.hitless.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Commands over a real sshd, and what is noticed when it goes away. */
@Timeout(25)
class SshConnectorIT {
    private static final Duration SOON = Duration.ofSeconds(20);

    @TempDir
    Path directory;

    private SshdFixture sshd;
    private Path key;
    private SshConnector connector;
    private Connection connection;

    @BeforeEach
    void connect() throws Exception {
        sshd = SshdFixture.start(directory.resolve("sshd"));
        key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        sshd.authorize(directory.resolve("key.pub"));
        connector = new SshConnector(sshd.settings().withAliveInterval(Duration.ofMillis(500)));
        connection = connector.connect(sshd.target(key));
    }

    @AfterEach
    void stop() {
        if (connector != null) {
            connection.close();
            connector.close();
        }
        sshd.close();
    }

    private static String text(InputStream in) throws IOException {
        return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }

    @Test
    void a_command_gives_its_output_error_and_exit_status() throws Exception {
        try (RemoteProcess process = connection.start("echo out; echo err >&2; exit 7")) {
            assertThat(text(process.output())).isEqualTo("out\n");
            assertThat(text(process.error())).isEqualTo("err\n");
            assertThat(process.waitFor(SOON)).isEqualTo(7);
        }
    }

    @Test
    void a_command_ended_by_a_signal_has_the_status_a_shell_would_give_and_keeps_its_output() throws Exception {
        try (RemoteProcess process = connection.start("exec sh -c 'head -c 300000 /dev/zero; kill -TERM $$'")) {
            assertThat(process.output().readAllBytes()).hasSize(300_000);
            assertThat(process.waitFor(SOON)).isEqualTo(128 + 15);
        }
    }

    @Test
    void every_byte_goes_in_and_comes_out_as_it_is() throws Exception {
        byte[] data = new byte[5_000_000];
        new Random(7).nextBytes(data);
        try (RemoteProcess process = connection.start("cat")) {
            CompletableFuture<Void> written = CompletableFuture.runAsync(() -> {
                try (OutputStream in = process.input()) {
                    in.write(data);
                } catch (IOException e) {
                    throw new java.io.UncheckedIOException(e);
                }
            });
            assertThat(Arrays.equals(process.output().readAllBytes(), data)).isTrue();
            written.get(10, TimeUnit.SECONDS);
            assertThat(process.waitFor(SOON)).isZero();
        }
    }

    @Test
    void a_hundred_megabytes_come_through_without_being_held() throws Exception {
        long sum = 0;
        byte[] buffer = new byte[65536];
        try (RemoteProcess process = connection.start("head -c 100000000 /dev/zero")) {
            for (int n = process.output().read(buffer);
                    n >= 0;
                    n = process.output().read(buffer)) {
                sum += n;
            }
            assertThat(process.waitFor(SOON)).isZero();
        }
        assertThat(sum).isEqualTo(100_000_000);
    }

    @Test
    void commands_run_side_by_side_over_one_connection() throws Exception {
        try (RemoteProcess slow = connection.start("read line; echo slow $line");
                RemoteProcess fast = connection.start("echo fast")) {
            assertThat(text(fast.output())).isEqualTo("fast\n");
            slow.input().write("end\n".getBytes(StandardCharsets.UTF_8));
            slow.input().flush();
            assertThat(text(slow.output())).isEqualTo("slow end\n");
        }
        assertThat(sshd.connections()).isEqualTo(1);
    }

    @Test
    void a_writer_learns_that_the_command_has_ended_without_reading_its_input() throws Exception {
        try (RemoteProcess process = connection.start("exec 0<&-; exit 3");
                RemoteProcess other = connection.start("sleep 0.3; echo still here")) {
            assertThatThrownBy(() -> {
                        for (int i = 0; i < 1000; i++) {
                            process.input().write(new byte[65536]);
                        }
                    })
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("no more input");
            assertThat(process.waitFor(SOON)).isEqualTo(3);
            assertThat(text(other.output())).isEqualTo("still here\n");
        }
    }

    @Test
    void closing_a_process_that_still_talks_leaves_the_connection_standing() throws Exception {
        RemoteProcess chatty = connection.start("yes");
        assertThat(chatty.output().read()).isEqualTo('y');
        chatty.output().close();
        chatty.close();
        try (RemoteProcess next = connection.start("echo next")) {
            assertThat(text(next.output())).isEqualTo("next\n");
        }
    }

    @Test
    void waiting_for_a_command_ends_at_the_limit() throws Exception {
        try (RemoteProcess process = connection.start("sleep 30")) {
            assertThatThrownBy(() -> process.waitFor(Duration.ofMillis(200)))
                    .isInstanceOf(SocketTimeoutException.class)
                    .hasMessageContaining("200 ms");
        }
    }

    @Test
    void a_connection_killed_in_the_middle_fails_reads_instead_of_ending_them() throws Exception {
        try (RemoteProcess process = connection.start("echo begun; sleep 30; echo done")) {
            assertThat(process.output().read()).isEqualTo('b');
            sshd.killConnections();
            assertThatThrownBy(() -> process.output().readAllBytes()).isInstanceOf(IOException.class);
            assertThatThrownBy(() -> process.waitFor(SOON))
                    .isInstanceOf(IOException.class)
                    .isNotInstanceOf(SocketTimeoutException.class);
            assertThat(connection.isOpen()).isFalse();
            assertThatThrownBy(() -> connection.start("true")).isInstanceOf(IOException.class);
        }
    }

    @Test
    void a_frozen_host_is_noticed_by_readers_and_writers() throws Exception {
        try (RemoteProcess process = connection.start("echo begun; cat >/dev/null");
                RemoteProcess other = connection.start("sleep 30")) {
            assertThat(process.output().read()).isEqualTo('b');
            CompletableFuture<Throwable> writer = CompletableFuture.supplyAsync(() -> {
                try {
                    while (true) {
                        process.input().write(new byte[65536]);
                    }
                } catch (IOException e) {
                    return e;
                }
            });
            sshd.signal("STOP");
            try {
                assertThatThrownBy(() -> other.output().readAllBytes())
                        .isInstanceOf(IOException.class)
                        .hasMessageContaining("no answer from");
                assertThat(writer.get(10, TimeUnit.SECONDS)).isInstanceOf(IOException.class);
                assertThat(connection.isOpen()).isFalse();
            } finally {
                sshd.signal("CONT");
            }
        }
    }

    @Test
    void closing_the_connection_ends_its_commands() throws Exception {
        RemoteProcess process = connection.start("cat; echo never read");
        connection.close();
        assertThat(connection.isOpen()).isFalse();
        assertThatThrownBy(() -> process.waitFor(SOON)).isInstanceOf(IOException.class);
    }

    @Test
    void an_idle_connection_to_a_living_host_stays() throws Exception {
        TimeUnit.MILLISECONDS.sleep(3500);
        try (RemoteProcess process = connection.start("echo here")) {
            assertThat(text(process.output())).isEqualTo("here\n");
        }
    }
}
