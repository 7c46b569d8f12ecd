package io.hitless.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.SpecFiles;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs the cases of {@code compat} and compares what happens with what Ansible did: per task and host the status and
 * the result, the recap, the exit code and the files afterwards. {@code -Dcompat=PART,…} takes the cases whose path has
 * one of the parts in it. A case that needs a program that is not here is skipped.
 */
class CompatTest {
    @TempDir
    Path temporary;

    @TestFactory
    Stream<DynamicTest> cases() throws IOException, URISyntaxException {
        Path all = Path.of(
                Objects.requireNonNull(getClass().getResource("/compat")).toURI());
        List<String> parts = List.of(System.getProperty("compat", "").split(","));
        List<Path> chosen = SpecFiles.below(all, ".spec").stream()
                .filter(file -> parts.stream().anyMatch(all.relativize(file).toString()::contains))
                .toList();
        assertThat(chosen).as("cases with one of %s in their path", parts).isNotEmpty();
        WorkerPool pool = new WorkerPool(temporary);
        Map<Path, Future<Outcome>> outcomes = new HashMap<>();
        for (Path file : chosen) {
            CompatCase one = CompatCase.read(file);
            if (one.programs().stream().allMatch(Needed::isInstalled)) {
                outcomes.put(file, pool.submit(worker -> Outcome.of(one, worker)));
            }
        }
        return SpecFiles.tests(all, chosen, file -> {
                    Needed.programs(CompatCase.read(file).programs().toArray(String[]::new));
                    Objects.requireNonNull(outcomes.get(file)).get().check();
                })
                .onClose(pool::close);
    }
}
