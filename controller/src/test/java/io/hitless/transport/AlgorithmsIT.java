package io.hitless.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import net.schmizz.sshj.common.Factory;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Each algorithm that is offered works, with a real sshd that takes no other. */
@Timeout(120)
class AlgorithmsIT {
    @TempDir
    Path directory;

    private Stream<DynamicTest> each(List<? extends Factory.Named<?>> offered, String... options) {
        return offered.stream()
                .map(Factory.Named::getName)
                .map(name -> DynamicTest.dynamicTest(name, () -> connects(name, options)));
    }

    private void connects(String name, String... options) throws Exception {
        Path own = directory.resolve(name);
        String[] lines = Stream.of(options).map(line -> line.replace("@", name)).toArray(String[]::new);
        try (SshdFixture sshd = SshdFixture.start(own, lines)) {
            Path key = SshdFixture.newKey(own.resolve("key"), "ed25519", "");
            sshd.authorize(own.resolve("key.pub"));
            try (SshConnector connector = new SshConnector(sshd.settings());
                    Connection connection = connector.connect(sshd.target(key));
                    RemoteProcess process = connection.start("head -c 200000 /dev/zero | tr '\\0' x; cat");
                    InputStream out = process.output()) {
                process.input().write("end".getBytes(StandardCharsets.UTF_8));
                process.input().close();
                assertThat(new String(out.readAllBytes(), StandardCharsets.UTF_8))
                        .hasSize(200_003)
                        .endsWith("xend");
            }
        }
    }

    @TestFactory
    Stream<DynamicTest> ciphers() {
        return each(Algorithms.config().getCipherFactories(), "Ciphers @");
    }

    @TestFactory
    Stream<DynamicTest> macs() {
        return each(Algorithms.config().getMACFactories(), "Ciphers aes128-ctr", "MACs @");
    }

    @TestFactory
    Stream<DynamicTest> key_exchanges() {
        return each(Algorithms.config().getKeyExchangeFactories(), "KexAlgorithms @");
    }

    @TestFactory
    Stream<DynamicTest> host_keys() {
        return Stream.of("ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa")
                .map(type -> DynamicTest.dynamicTest(type, () -> {
                    List<String> words = List.of(type.split(" ", -1));
                    Path own = directory.resolve(String.join("", words));
                    try (SshdFixture sshd = SshdFixture.start(own)) {
                        sshd.newHostKey(words.getFirst(), words.stream().skip(1).toArray(String[]::new));
                        sshd.restart();
                        Path key = SshdFixture.newKey(own.resolve("key"), "ed25519", "");
                        sshd.authorize(own.resolve("key.pub"));
                        try (SshConnector connector = new SshConnector(sshd.settings());
                                Connection connection = connector.connect(sshd.target(key));
                                RemoteProcess process = connection.start("echo hi")) {
                            assertThat(new String(process.output().readAllBytes(), StandardCharsets.UTF_8))
                                    .isEqualTo("hi\n");
                        }
                    }
                }));
    }

    /** A client's keys of every type that OpenSSH makes without a device. */
    @TestFactory
    Stream<DynamicTest> client_keys() {
        return Stream.of("ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa")
                .map(type -> DynamicTest.dynamicTest(type, () -> {
                    List<String> words = List.of(type.split(" ", -1));
                    Path own = directory.resolve("client" + String.join("", words));
                    try (SshdFixture sshd = SshdFixture.start(own)) {
                        Path key = SshdFixture.newKey(
                                own.resolve("key"),
                                words.getFirst(),
                                "",
                                words.stream().skip(1).toArray(String[]::new));
                        sshd.authorize(own.resolve("key.pub"));
                        try (SshConnector connector = new SshConnector(sshd.settings());
                                Connection connection = connector.connect(sshd.target(key))) {
                            assertThat(connection.isOpen()).isTrue();
                        }
                    }
                }));
    }
}
