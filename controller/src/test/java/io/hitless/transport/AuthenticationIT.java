package io.hitless.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.Needed;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Ways to prove to a real sshd who one is, and the way to it through jump hosts. */
@Timeout(25)
class AuthenticationIT {
    @TempDir
    Path directory;

    private SshdFixture sshd;

    @BeforeEach
    void start() throws Exception {
        sshd = SshdFixture.start(directory.resolve("sshd"));
    }

    @AfterEach
    void stop() {
        sshd.close();
    }

    private static void connect(SshSettings settings, Target target) throws Exception {
        try (SshConnector connector = new SshConnector(settings);
                Connection connection = connector.connect(target)) {
            assertThat(connection.isOpen()).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"ed25519,''", "rsa,''", "ecdsa,''", "ecdsa,-b 521", "rsa,-m PEM", "ecdsa,-m PEM", "rsa,-m PKCS8"})
    void keys_of_every_type_and_format_let_in(String type, String format) throws Exception {
        Path key = SshdFixture.newKey(
                directory.resolve("key"), type, "", format.isEmpty() ? new String[0] : format.split(" ", -1));
        sshd.authorize(directory.resolve("key.pub"));
        connect(sshd.settings(), sshd.target(key));
    }

    @ParameterizedTest
    @CsvSource({"ed25519,''", "rsa,''", "rsa,-m PEM", "rsa,-m PKCS8"})
    void an_encrypted_key_is_opened_by_its_passphrase(String type, String format) throws Exception {
        Path key = SshdFixture.newKey(
                directory.resolve("key"),
                type,
                "open sesame",
                format.isEmpty() ? new String[0] : format.split(" ", -1));
        sshd.authorize(directory.resolve("key.pub"));
        connect(
                sshd.settings().withPassphrases(path -> path.equals(key) ? new Target.Secret("open sesame") : null),
                sshd.target(key));
        assertThatThrownBy(() ->
                        connect(sshd.settings().withPassphrases(_ -> new Target.Secret("wrong")), sshd.target(key)))
                .isInstanceOf(ConnectFailure.AuthenticationFailed.class)
                .hasMessageContaining("the passphrase does not open it");
        assertThatThrownBy(() -> connect(sshd.settings(), sshd.target(key)))
                .isInstanceOf(ConnectFailure.AuthenticationFailed.class)
                .hasMessageContaining(key + ": encrypted, and no passphrase given");
    }

    @ParameterizedTest
    @CsvSource({"ed25519", "rsa", "ecdsa"})
    void a_key_that_an_agent_keeps_lets_in(String type) throws Exception {
        Path key = SshdFixture.newKey(directory.resolve("key"), type, "");
        sshd.authorize(directory.resolve("key.pub"));
        Path socket = directory.resolve("agent");
        String started = SshdFixture.run(Map.of(), List.of("ssh-agent", "-s", "-a", socket.toString()));
        Matcher pid = Pattern.compile("SSH_AGENT_PID=([0-9]+)").matcher(started);
        assertThat(pid.find()).isTrue();
        try {
            SshdFixture.run(Map.of("SSH_AUTH_SOCK", socket.toString()), List.of("ssh-add", "-q", key.toString()));
            Files.delete(key);
            SshSettings withAgent = sshd.settings().withEnvironment(Map.of("SSH_AUTH_SOCK", socket.toString()));
            Target.Ssh byAgent = new Target.Ssh(
                    "127.0.0.1", sshd.port(), "root", null, List.of(), Map.of(), Duration.ofSeconds(10), 0);
            connect(withAgent, byAgent);
            Target.Ssh only = new Target.Ssh(
                    "127.0.0.1", sshd.port(), "root", null, List.of(), Map.of("identitiesonly", "yes"), null, 0);
            assertThatThrownBy(() -> connect(withAgent, only)).isInstanceOf(ConnectFailure.AuthenticationFailed.class);
            Target.Ssh named = new Target.Ssh(
                    "127.0.0.1",
                    sshd.port(),
                    "root",
                    null,
                    List.of(),
                    Map.of("identitiesonly", "yes", "identityfile", key + ".pub"),
                    null,
                    0);
            connect(withAgent, named);
        } finally {
            ProcessHandle.of(Long.parseLong(pid.group(1))).ifPresent(ProcessHandle::destroy);
        }
    }

    @ParameterizedTest
    @CsvSource({"PasswordAuthentication", "KbdInteractiveAuthentication"})
    void a_password_lets_in_whatever_way_it_is_asked_for(String method) throws Exception {
        Needed.programs("useradd");
        String user = "hitless-it";
        SshdFixture.run(Map.of(), List.of("useradd", "-M", "-d", "/", "-s", "/bin/sh", user));
        try {
            SshdFixture.run(Map.of(), List.of("sh", "-c", "echo " + user + ":correct-horse | chpasswd"));
            try (SshdFixture asking = SshdFixture.start(directory.resolve("asking"), method + " yes", "UsePAM yes")) {
                connect(asking.settings(), asPassword(asking, user, "correct-horse"));
                assertThatThrownBy(() -> connect(asking.settings(), asPassword(asking, user, "wrong")))
                        .isInstanceOf(ConnectFailure.AuthenticationFailed.class)
                        .hasMessageContaining(method.startsWith("P") ? "password" : "keyboard-interactive")
                        .hasMessageNotContaining("wrong");
            }
        } finally {
            SshdFixture.run(Map.of(), List.of("userdel", user));
        }
    }

    private static Target.Ssh asPassword(SshdFixture to, String user, String password) {
        return new Target.Ssh(
                to.host(),
                to.port(),
                user,
                new Target.Secret(password),
                List.of(),
                Map.of(),
                Duration.ofSeconds(15),
                0);
    }

    @Test
    void targets_behind_a_jump_host_share_one_connection_to_it() throws Exception {
        Path key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        sshd.authorize(directory.resolve("key.pub"));
        try (SshdFixture jump = SshdFixture.start(directory.resolve("jump"))) {
            jump.authorize(directory.resolve("key.pub"));
            Path known = directory.resolve("known");
            Files.writeString(known, jump.knownHostsLine() + "\n" + sshd.knownHostsLine() + "\n");
            Path config = directory.resolve("config");
            Files.writeString(
                    config,
                    "Host bastion\n  HostName 127.0.0.1\n  User root\n  Port " + jump.port() + "\n  IdentityFile " + key
                            + "\n");
            Map<String, String> through = Map.of("proxyjump", "bastion");
            try (SshConnector connector =
                    new SshConnector(sshd.settings().withKnownHosts(known).withConfigFiles(List.of(config)))) {
                for (int i = 0; i < 3; i++) {
                    try (Connection connection = connector.connect(sshd.target(key, through));
                            RemoteProcess process = connection.start("head -c 3000000 /dev/zero")) {
                        assertThat(process.output().readAllBytes()).hasSize(3_000_000);
                    }
                }
                assertThat(jump.connections()).isEqualTo(1);
                assertThat(sshd.connections()).isEqualTo(3);
                jump.killConnections();
                Thread.sleep(300);
                connector.connect(sshd.target(key, through)).close();
                assertThat(jump.connections()).isEqualTo(2);
            }
        }
    }

    @Test
    void a_jump_host_that_refuses_is_named() throws Exception {
        Path key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        Map<String, String> through = Map.of("proxyjump", "127.0.0.1:" + SshdFixture.freePort());
        assertThatThrownBy(() -> connect(sshd.settings(), sshd.target(key, through)))
                .isInstanceOf(ConnectFailure.Refused.class)
                .hasMessageStartingWith("jump host 127.0.0.1:");
    }

    @Test
    void a_jump_host_that_is_none_is_told_in_words() throws Exception {
        Path key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        assertThatThrownBy(() -> connect(sshd.settings(), sshd.target(key, Map.of("proxyjump", "a@@b@:x"))))
                .isInstanceOf(ConnectFailure.Unreachable.class)
                .hasMessage("bad jump host 'a@@b@:x': expected [user@]host[:port]");
    }

    @Test
    void a_proxy_command_leads_to_the_host() throws Exception {
        Needed.programs("socat");
        Path key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        sshd.authorize(directory.resolve("key.pub"));
        connect(sshd.settings(), sshd.target(key, Map.of("proxycommand", "socat - TCP:%h:%p")));
    }

    private static Path certify(Path ca, Path key, String principals, String validity) throws Exception {
        SshdFixture.run(
                Map.of(),
                List.of(
                        "ssh-keygen",
                        "-q",
                        "-s",
                        ca.toString(),
                        "-I",
                        "test",
                        "-n",
                        principals,
                        "-V",
                        validity,
                        key + ".pub"));
        return Path.of(key + "-cert.pub");
    }

    private SshdFixture trusting(Path ca) throws Exception {
        return SshdFixture.start(directory.resolve("trusting"), "TrustedUserCAKeys " + ca + ".pub");
    }

    @ParameterizedTest
    @CsvSource({"ed25519", "rsa", "ecdsa"})
    void a_certificate_beside_its_key_lets_in(String type) throws Exception {
        Path ca = SshdFixture.newKey(directory.resolve("ca"), "ed25519", "");
        Path key = SshdFixture.newKey(directory.resolve("key"), type, "");
        certify(ca, key, "root,deploy", "-1m:+1h");
        try (SshdFixture trusting = trusting(ca)) {
            connect(trusting.settings(), trusting.target(key));
        }
    }

    @Test
    void a_certificate_that_is_named_lets_in_wherever_it_stands() throws Exception {
        Path ca = SshdFixture.newKey(directory.resolve("ca"), "ed25519", "");
        Path key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        Path elsewhere = Files.move(certify(ca, key, "root", "-1m:+1h"), directory.resolve("elsewhere.pub"));
        try (SshdFixture trusting = trusting(ca)) {
            connect(trusting.settings(), trusting.target(key, Map.of("certificatefile", elsewhere.toString())));
            Path config =
                    Files.writeString(directory.resolve("config"), "Host *\n  CertificateFile " + elsewhere + "\n");
            connect(trusting.settings().withConfigFiles(List.of(config)), trusting.target(key));
            assertThatThrownBy(() -> connect(trusting.settings(), trusting.target(key)))
                    .isInstanceOf(ConnectFailure.AuthenticationFailed.class);
        }
    }

    @Test
    void a_certificate_that_an_agent_keeps_lets_in() throws Exception {
        Path ca = SshdFixture.newKey(directory.resolve("ca"), "ed25519", "");
        Path key = SshdFixture.newKey(directory.resolve("key"), "rsa", "");
        Path certificate = certify(ca, key, "root", "-1m:+1h");
        Path socket = directory.resolve("agent");
        String started = SshdFixture.run(Map.of(), List.of("ssh-agent", "-s", "-a", socket.toString()));
        Matcher pid = Pattern.compile("SSH_AGENT_PID=([0-9]+)").matcher(started);
        assertThat(pid.find()).isTrue();
        try (SshdFixture trusting = trusting(ca)) {
            SshdFixture.run(Map.of("SSH_AUTH_SOCK", socket.toString()), List.of("ssh-add", "-q", key.toString()));
            Files.delete(key);
            SshSettings withAgent = trusting.settings().withEnvironment(Map.of("SSH_AUTH_SOCK", socket.toString()));
            connect(
                    withAgent,
                    new Target.Ssh("127.0.0.1", trusting.port(), "root", null, List.of(), Map.of(), null, 0));
            Map<String, String> only = Map.of(
                    "identitiesonly", "yes", "identityfile", key + ".pub", "certificatefile", certificate.toString());
            connect(withAgent, new Target.Ssh("127.0.0.1", trusting.port(), "root", null, List.of(), only, null, 0));
        } finally {
            ProcessHandle.of(Long.parseLong(pid.group(1))).ifPresent(ProcessHandle::destroy);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "root, 20200101:20200102, 'key-cert.pub: the certificate has expired, on 2020-01-0'",
        "'alice,bob', -1m:+1h, 'key-cert.pub: the certificate is for alice, bob, and not for root'",
        "root, +1h:+2h, 'key-cert.pub: the certificate holds from '"
    })
    void a_certificate_that_is_refused_says_why(String principals, String validity, String why) throws Exception {
        Path ca = SshdFixture.newKey(directory.resolve("ca"), "ed25519", "");
        Path key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        certify(ca, key, principals, validity);
        try (SshdFixture trusting = trusting(ca)) {
            assertThatThrownBy(() -> connect(trusting.settings(), trusting.target(key)))
                    .isInstanceOf(ConnectFailure.AuthenticationFailed.class)
                    .hasMessageContaining(why);
        }
    }

    @Test
    void a_certificate_of_another_key_is_told() throws Exception {
        Path ca = SshdFixture.newKey(directory.resolve("ca"), "ed25519", "");
        Path key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        Path other = SshdFixture.newKey(directory.resolve("other"), "ed25519", "");
        Files.move(certify(ca, other, "root", "-1m:+1h"), Path.of(key + "-cert.pub"));
        assertThatThrownBy(() -> connect(sshd.settings(), sshd.target(key)))
                .hasMessageContaining("key-cert.pub: the private key of this certificate is not among the keys");
    }

    @Test
    void a_private_key_that_others_may_read_is_not_used() throws Exception {
        Path key = SshdFixture.newKey(directory.resolve("key"), "ed25519", "");
        sshd.authorize(directory.resolve("key.pub"));
        Files.setPosixFilePermissions(key, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> connect(sshd.settings(), sshd.target(key)))
                .isInstanceOf(ConnectFailure.AuthenticationFailed.class)
                .hasMessageContaining(
                        key + ": mode 0644 lets others read this private key, so it is not used: chmod 600 " + key);
    }
}
