package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.http.RecordingServer;
import io.hitless.http.TunnelProxy;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code ./hitless} itself. */
class LauncherIT {
    @Test
    void it_starts_from_a_cache_that_a_whole_rollout_has_trained() throws IOException, InterruptedException {
        Launcher.start(Map.of(), List.of("config")).await().endedWith(0);
        try (Stream<Path> files = Files.list(Lab.CHECKOUT.resolve("controller/target"))) {
            // One that is empty stands for a training that failed: all works without it, but slowly.
            assertThat(files.filter(file -> file.toString().endsWith(".aot")).toList())
                    .isNotEmpty()
                    .allSatisfy(cache -> assertThat(cache).isNotEmptyFile());
        }
    }

    @Test
    void a_proxy_gets_its_login_from_the_environment(@TempDir Path directory) throws Exception {
        try (RecordingServer server = RecordingServer.encrypted(directory);
                TunnelProxy proxy = new TunnelProxy(server.port(), "Basic dXNlcjpwQHNz")) {
            Launcher.start(
                            Map.of("https_proxy", "http://user:p%40ss@127.0.0.1:" + proxy.port(), "no_proxy", ""),
                            List.of(
                                    "ansible",
                                    "localhost",
                                    "-m",
                                    "debug",
                                    "-a",
                                    "msg={{ lookup('url', 'https://far.example/x', validate_certs=false) }}"))
                    .await()
                    .endedWith(0);
            assertThat(server.requests())
                    .extracting(RecordingServer.Request::path)
                    .containsExactly("/x");
        }
    }

    /** Each class that the cache lacks costs as much as dozens that it has. */
    @Test
    void a_rollout_loads_no_class_from_a_jar(@TempDir Path directory) throws IOException, InterruptedException {
        Path log = directory.resolve("classes");
        Path playbook = Files.writeString(directory.resolve("play.yml"), """
            - hosts: localhost
              connection: local
              gather_facts: false
              tasks:
                - command: uname -r
                  register: kernel
                - debug: {msg: "{{ kernel.stdout | upper }}"}
            """);
        Launcher.start(
                        Map.of("HITLESS_JAVA_OPTS", "-Xlog:class+load:file=" + log),
                        List.of("rollout", "--state", directory.resolve("state").toString(), playbook.toString()))
                .await()
                .endedWith(0);
        try (Stream<String> loaded = Files.lines(log)) {
            assertThat(loaded.filter(line -> line.contains("source: file:") || line.contains("$$TypeSwitch")))
                    .isEmpty();
        }
    }
}
