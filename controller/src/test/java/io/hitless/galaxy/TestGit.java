package io.hitless.galaxy;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Repositories to clone. */
final class TestGit {
    private TestGit() {}

    static String in(Path repository, String... words) throws IOException, InterruptedException {
        List<String> line = new ArrayList<>(List.of("git", "-c", "user.name=t", "-c", "user.email=t@example.org"));
        line.addAll(List.of(words));
        Process git = new ProcessBuilder(line)
                .directory(repository.toFile())
                .redirectErrorStream(true)
                .start();
        String output = new String(git.getInputStream().readAllBytes(), UTF_8);
        assertThat(git.waitFor()).as(output).isZero();
        return output;
    }

    static void commit(Path repository, String message) throws IOException, InterruptedException {
        in(repository, "add", "-A");
        in(repository, "commit", "-q", "-m", message);
    }
}
