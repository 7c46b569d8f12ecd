package io.hitless.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Why a real sshd, or what stands in its place, can't be connected to, and what the operator is told. */
@Timeout(25)
class ConnectFailureIT {
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
    void stop() {
        sshd.close();
    }

    private static void connect(SshSettings settings, Target target) throws Exception {
        try (SshConnector connector = new SshConnector(settings);
                Connection connection = connector.connect(target);
                RemoteProcess process = connection.start("true")) {
            assertThat(process.waitFor(Duration.ofSeconds(10))).isZero();
        }
    }

    private Target.Ssh at(int port, Duration limit, int retries) {
        return new Target.Ssh("127.0.0.1", port, "root", null, List.of(key), Map.of(), limit, retries);
    }

    @Test
    void an_unknown_host_key_is_refused_and_not_noted() throws Exception {
        Path empty = directory.resolve("none_known");
        assertThatThrownBy(() -> connect(sshd.settings().withKnownHosts(empty), sshd.target(key)))
                .isInstanceOf(ConnectFailure.HostKeyUnknown.class)
                .hasMessageContaining("host key of 127.0.0.1 is not known")
                .hasMessageContaining(empty.toString())
                .hasMessageContaining("ssh-ed25519 SHA256:")
                .hasMessageContaining("--accept-new-host-keys");
        assertThat(empty).doesNotExist();
    }

    @Test
    void a_new_host_is_noted_when_that_was_asked_for_and_known_from_then_on() throws Exception {
        Path known = directory.resolve("new/known_hosts");
        connect(sshd.settings().withKnownHosts(known).withAcceptNewHostKeys(true), sshd.target(key));
        assertThat(known).hasContent(sshd.knownHostsLine());
        connect(sshd.settings().withKnownHosts(known), sshd.target(key));
    }

    @Test
    void many_at_once_note_a_new_host_once() throws Exception {
        Path known = directory.resolve("known");
        try (SshConnector connector =
                        new SshConnector(sshd.settings().withKnownHosts(known).withAcceptNewHostKeys(true));
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Connection>> all = java.util.stream.Stream.generate(
                            () -> threads.submit(() -> connector.connect(sshd.target(key))))
                    .limit(8)
                    .toList();
            for (Future<Connection> one : all) {
                one.get().close();
            }
        }
        assertThat(Files.readAllLines(known)).containsExactly(sshd.knownHostsLine());
    }

    @Test
    void strict_host_key_checking_no_adds_a_host_but_never_takes_a_changed_key() throws Exception {
        Path known = directory.resolve("known");
        Map<String, String> lax =
                Map.of("stricthostkeychecking", "no", "userknownhostsfile", known.toString(), "hashknownhosts", "yes");
        connect(sshd.settings(), sshd.target(key, lax));
        assertThat(known).content().startsWith("|1|");
        sshd.newHostKey("ed25519");
        sshd.restart();
        assertThatThrownBy(() -> connect(sshd.settings(), sshd.target(key, lax)))
                .isInstanceOf(ConnectFailure.HostKeyChanged.class);
    }

    @Test
    void a_changed_host_key_is_refused_even_when_new_ones_are_accepted() throws Exception {
        Path known = sshd.knownHosts();
        sshd.newHostKey("ed25519");
        sshd.restart();
        Path kept = Files.copy(known, directory.resolve("kept"));
        assertThatThrownBy(() ->
                        connect(sshd.settings().withKnownHosts(kept).withAcceptNewHostKeys(true), sshd.target(key)))
                .isInstanceOf(ConnectFailure.HostKeyChanged.class)
                .hasMessageContaining("host key of 127.0.0.1 changed: " + kept + ":1 has ssh-ed25519 SHA256:")
                .hasMessageContaining("the host offers ssh-ed25519 SHA256:")
                .hasMessageContaining("ssh-keygen -f " + kept + " -R '[127.0.0.1]:" + sshd.port() + "'");
    }

    @Test
    void a_key_of_another_type_counts_as_changed() throws Exception {
        Path kept = Files.copy(sshd.knownHosts(), directory.resolve("kept"));
        sshd.newHostKey("ecdsa");
        sshd.restart();
        assertThatThrownBy(() ->
                        connect(sshd.settings().withKnownHosts(kept).withAcceptNewHostKeys(true), sshd.target(key)))
                .isInstanceOf(ConnectFailure.HostKeyChanged.class)
                .hasMessageContaining("the host offers ecdsa-sha2-nistp256");
    }

    @Test
    void the_type_of_host_key_that_is_known_is_asked_for() throws Exception {
        Path rsa = SshdFixture.newKey(directory.resolve("second_host_key"), "rsa", "");
        try (SshdFixture both = SshdFixture.start(directory.resolve("both"), "HostKey " + rsa)) {
            both.authorize(directory.resolve("key.pub"));
            String[] half = Files.readString(Path.of(rsa + ".pub")).split(" ", -1);
            Path known = directory.resolve("known");
            Files.writeString(known, "[127.0.0.1]:" + both.port() + " " + half[0] + " " + half[1] + "\n");
            connect(both.settings().withKnownHosts(known), both.target(key));
        }
    }

    @Test
    void a_revoked_host_key_is_refused() throws Exception {
        Path known = directory.resolve("known");
        Files.writeString(known, sshd.knownHostsLine() + "\n@revoked * " + sshd.hostKey() + "\n");
        assertThatThrownBy(() -> connect(sshd.settings().withKnownHosts(known), sshd.target(key)))
                .isInstanceOf(ConnectFailure.HostKeyChanged.class)
                .hasMessageContaining("revoked")
                .hasMessageContaining(known + ":2");
    }

    @Test
    void a_host_certificate_of_a_known_authority_is_trusted_for_its_own_name_only() throws Exception {
        Path authority = SshdFixture.newKey(directory.resolve("authority"), "ed25519", "");
        Path hostKey = SshdFixture.newKey(directory.resolve("certified"), "ed25519", "");
        SshdFixture.run(
                Map.of(),
                List.of(
                        "ssh-keygen",
                        "-q",
                        "-s",
                        authority.toString(),
                        "-I",
                        "lb1",
                        "-h",
                        "-n",
                        "lb1",
                        hostKey + ".pub"));
        try (SshdFixture certified = SshdFixture.start(
                directory.resolve("c"), "HostKey " + hostKey, "HostCertificate " + hostKey + "-cert.pub")) {
            certified.authorize(directory.resolve("key.pub"));
            Path known = directory.resolve("known");
            Files.writeString(known, "@cert-authority lb* " + Files.readString(Path.of(authority + ".pub")));
            SshSettings settings = certified.settings().withKnownHosts(known);
            connect(settings, certified.target(key, Map.of("hostkeyalias", "lb1")));
            assertThatThrownBy(() -> connect(settings, certified.target(key, Map.of("hostkeyalias", "lb2"))))
                    .isInstanceOf(ConnectFailure.HostKeyUnknown.class);
        }
    }

    @Test
    void a_wrong_key_names_what_was_tried() throws Exception {
        Path wrong = SshdFixture.newKey(directory.resolve("wrong"), "ed25519", "");
        assertThatThrownBy(() -> connect(sshd.settings(), sshd.target(wrong)))
                .isInstanceOf(ConnectFailure.AuthenticationFailed.class)
                .hasMessageContaining("does not let root in: tried publickey (" + wrong + ")")
                .hasMessageContaining("the host takes publickey");
    }

    @Test
    void a_missing_key_file_is_named() throws Exception {
        Path missing = directory.resolve("missing");
        assertThatThrownBy(() -> connect(sshd.settings(), sshd.target(missing)))
                .isInstanceOf(ConnectFailure.AuthenticationFailed.class)
                .hasMessageContaining(missing + ": no such file");
    }

    @Test
    void a_port_where_nothing_listens_refuses() throws Exception {
        int port = SshdFixture.freePort();
        assertThatThrownBy(() -> connect(sshd.settings(), at(port, Duration.ofSeconds(5), 0)))
                .isInstanceOf(ConnectFailure.Refused.class)
                .hasMessageContaining("127.0.0.1 port " + port + ": connection refused");
    }

    @Test
    void a_host_that_comes_up_while_it_is_retried_is_reached() throws Exception {
        sshd.signal("STOP");
        sshd.stop();
        try (SshConnector connector = new SshConnector(sshd.settings());
                ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Connection> connection =
                    threads.submit(() -> connector.connect(at(sshd.port(), Duration.ofSeconds(5), 5)));
            Thread.sleep(300);
            sshd.restart();
            assertThat(connection.get().isOpen()).isTrue();
            connection.get().close();
        }
    }

    @Test
    void a_listener_that_never_answers_is_given_up_at_the_limit() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            long start = System.nanoTime();
            assertThatThrownBy(() -> connect(sshd.settings(), at(silent.getLocalPort(), Duration.ofSeconds(1), 0)))
                    .isInstanceOf(ConnectFailure.Unreachable.class)
                    .hasMessageContaining("no answer within 1.0 s, waiting for its ssh greeting");
            assertThat(Duration.ofNanos(System.nanoTime() - start))
                    .isBetween(Duration.ofMillis(900), Duration.ofSeconds(4));
        }
    }

    @Test
    void an_sshd_that_freezes_is_given_up_at_the_limit() throws Exception {
        sshd.signal("STOP");
        try {
            assertThatThrownBy(() -> connect(sshd.settings(), at(sshd.port(), Duration.ofSeconds(1), 0)))
                    .isInstanceOf(ConnectFailure.Unreachable.class)
                    .hasMessageContaining("no answer within 1.0 s");
        } finally {
            sshd.signal("CONT");
        }
    }

    @Test
    void a_thread_that_is_interrupted_while_it_connects_stops() throws Exception {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                SshConnector connector = new SshConnector(sshd.settings())) {
            Set<String> outcome = ConcurrentHashMap.newKeySet();
            Thread thread = Thread.ofVirtual().start(() -> {
                try {
                    connector
                            .connect(at(silent.getLocalPort(), Duration.ofSeconds(30), 0))
                            .close();
                } catch (InterruptedException | ConnectFailure e) {
                    outcome.add(e.getClass().getSimpleName());
                }
            });
            Thread.sleep(500);
            thread.interrupt();
            thread.join(5000);
            assertThat(outcome).containsExactly("InterruptedException");
        }
    }

    @Test
    void a_name_that_does_not_resolve_is_said_to_be_so() throws Exception {
        Target.Ssh nowhere = new Target.Ssh(
                "no-such-host.invalid", null, null, null, List.of(key), Map.of(), Duration.ofSeconds(5), 0);
        assertThatThrownBy(() -> connect(sshd.settings(), nowhere))
                .isInstanceOf(ConnectFailure.Unreachable.class)
                .hasMessageContaining("no-such-host.invalid can't be resolved");
    }
}
