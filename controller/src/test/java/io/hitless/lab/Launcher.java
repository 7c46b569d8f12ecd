package io.hitless.lab;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A running {@code ./hitless}. What it prints goes to a file: what it leaves in the background must not hold a pipe
 * open.
 */
public final class Launcher {
    /** No run of a test takes longer. */
    static final Duration LONGEST = Duration.ofMinutes(3);

    private final List<String> words;
    private final Process process;
    private final Path output;
    private final long began = System.nanoTime();

    private Launcher(List<String> words, Process process, Path output) {
        this.words = words;
        this.process = process;
        this.output = output;
    }

    static Launcher start(Map<String, String> environment, List<String> words) throws IOException {
        return start("hitless", environment, words);
    }

    /** A program of the checkout. */
    static Launcher start(String program, Map<String, String> environment, List<String> words) throws IOException {
        Path output = Files.createTempFile("hitless-test", ".out");
        List<String> command =
                new ArrayList<>(List.of(Lab.CHECKOUT.resolve(program).toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(Lab.CHECKOUT.toFile())
                .redirectErrorStream(true)
                .redirectInput(new File("/dev/null"))
                .redirectOutput(output.toFile());
        builder.environment().putAll(environment);
        return new Launcher(words, builder.start(), output);
    }

    /** Ends it as a crash would, with no time for a last word. */
    public void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    /** Waits for its end. */
    public Ran await() throws IOException, InterruptedException {
        return await(LONGEST);
    }

    Ran await(Duration longest) throws IOException, InterruptedException {
        boolean ended = process.waitFor(longest.toMillis(), TimeUnit.MILLISECONDS);
        if (!ended) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly().waitFor();
        }
        String printed = Files.readString(output, StandardCharsets.UTF_8);
        Files.delete(output);
        if (!ended) {
            throw new AssertionError(words + " has not ended after " + longest + ":\n" + printed);
        }
        return new Ran(
                String.join(" ", words), process.exitValue(), printed, Duration.ofNanos(System.nanoTime() - began));
    }
}
