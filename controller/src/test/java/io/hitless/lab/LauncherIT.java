package io.hitless.lab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** {@code ./hitless} itself. */
class LauncherIT {
    @Test
    void it_starts_from_a_cache_that_a_whole_rollout_has_trained() throws IOException, InterruptedException {
        Launcher.start(Map.of(), List.of("--version")).await().endedWith(0);
        try (Stream<Path> files = Files.list(Lab.CHECKOUT.resolve("controller/target"))) {
            // One that is empty stands for a training that failed: all works without it, but slowly.
            assertThat(files.filter(file -> file.toString().endsWith(".aot")).toList())
                    .isNotEmpty()
                    .allSatisfy(cache -> assertThat(cache).isNotEmptyFile());
        }
    }
}
