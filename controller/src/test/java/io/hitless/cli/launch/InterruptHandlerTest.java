package io.hitless.cli.launch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.output.ExitCode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A real process, stopped in the middle of a task. */
class InterruptHandlerTest {
    @TempDir
    Path dir;

    @Test
    void an_interrupted_run_ends_soon_tells_the_recap_and_leaves_nothing_on_the_host()
            throws IOException, InterruptedException {
        Path temporary = Files.createDirectory(dir.resolve("tmp"));
        Path started = dir.resolve("started");
        Path playbook = Files.writeString(dir.resolve("site.yml"), """
            - hosts: all
              gather_facts: false
              tasks:
                - shell: echo $$ > %s; sleep 20
                - debug: {msg: the second task}
            """.formatted(started));
        Path output = dir.resolve("output");
        ProcessBuilder builder = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        "io.hitless.cli.Main",
                        "rollout",
                        "-i",
                        "h1,",
                        "-c",
                        "local",
                        playbook.toString())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("TMPDIR", temporary.toString());
        Process run = builder.start();
        try {
            waitFor(started);
            long agents = workDirectories(temporary);
            interrupt(run, output);
            assertThat(run.waitFor(20, TimeUnit.SECONDS)).as("ends").isTrue();
            assertThat(run.exitValue()).isEqualTo(ExitCode.INTERRUPTED);
            assertThat(Files.readString(output))
                    .contains("interrupted", "PLAY RECAP")
                    .doesNotContain("second task");
            assertThat(agents).as("work directories during the run").isPositive();
            assertThat(workDirectories(temporary))
                    .as("work directories after it")
                    .isZero();
        } finally {
            run.destroyForcibly();
        }
    }

    // A process that was started in the background has SIGINT ignored, and so have its children.
    private static String signal() throws IOException {
        String ignored = Files.readAllLines(Path.of("/proc/self/status"), UTF_8).stream()
                .filter(line -> line.startsWith("SigIgn:"))
                .findFirst()
                .orElse("SigIgn: 0")
                .substring("SigIgn:".length())
                .strip();
        return (Long.parseUnsignedLong(ignored, 16) & 2) == 0 ? "INT" : "TERM";
    }

    /** Ctrl-C asks it to stop at the end of the batch; a second one stops it now. */
    private static void interrupt(Process run, Path output) throws IOException, InterruptedException {
        String signal = signal();
        kill(run, signal);
        if (signal.equals("INT")) {
            for (int i = 0; i < 100 && !Files.readString(output).contains("press again to stop now"); i++) {
                Thread.sleep(100);
            }
            assertThat(run.isAlive()).isTrue();
            kill(run, signal);
        }
    }

    private static void kill(Process run, String signal) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + signal, String.valueOf(run.pid()))
                .start()
                .waitFor();
    }

    private static void waitFor(Path file) throws InterruptedException, IOException {
        for (int i = 0; i < 300 && (!Files.exists(file) || Files.size(file) == 0); i++) {
            Thread.sleep(100);
        }
        assertThat(file).exists();
    }

    private static long workDirectories(Path temporary) throws IOException {
        try (Stream<Path> files = Files.list(temporary)) {
            List<String> names =
                    files.map(file -> String.valueOf(file.getFileName())).toList();
            return names.stream().filter(name -> name.contains("hitless")).count();
        }
    }
}
