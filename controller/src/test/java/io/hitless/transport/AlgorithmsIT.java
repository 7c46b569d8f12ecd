package io.hitless.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
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

    private static final List<String> KEYS = List.of("ed25519", "ecdsa -b 256", "ecdsa -b 384", "ecdsa -b 521", "rsa");

    private Stream<DynamicTest> each(List<? extends Factory.Named<?>> offered, String... options) {
        return offered.stream()
                .map(Factory.Named::getName)
                .map(name -> DynamicTest.dynamicTest(name, () -> {
                    String[] lines = Stream.of(options)
                            .map(line -> line.replace("@", name))
                            .toArray(String[]::new);
                    connects("ed25519", "ed25519", lines);
                }));
    }

    /** Runs a command through an sshd, with enough output for several packets. */
    private void connects(String hostKey, String clientKey, String... options) throws Exception {
        Path own = Files.createTempDirectory(directory, "sshd");
        try (SshdFixture sshd = SshdFixture.start(own, options)) {
            sshd.newHostKey(type(hostKey), more(hostKey));
            sshd.restart();
            Path key = SshdFixture.newKey(own.resolve("key"), type(clientKey), "", more(clientKey));
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

    private static String type(String key) {
        return key.split(" ", -1)[0];
    }

    private static String[] more(String key) {
        return Stream.of(key.split(" ", -1)).skip(1).toArray(String[]::new);
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
        return KEYS.stream().map(key -> DynamicTest.dynamicTest(key, () -> connects(key, "ed25519")));
    }

    /** Keys of every type that OpenSSH makes without a device. */
    @TestFactory
    Stream<DynamicTest> client_keys() {
        return KEYS.stream().map(key -> DynamicTest.dynamicTest(key, () -> connects("ed25519", key)));
    }
}
