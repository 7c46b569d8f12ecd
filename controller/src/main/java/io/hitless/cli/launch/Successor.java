package io.hitless.cli.launch;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.store.RunId;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** A process that leads a run whose process is gone: {@code hitless resume}, started like this one. */
final class Successor {
    private static final Path OWN_COMMAND = Path.of("/proc/self/cmdline");

    private final Process process;

    private Successor(Process process) {
        this.process = process;
    }

    /**
     * Starts it.
     *
     * @param options options of {@code resume}
     */
    static Successor of(RunId run, List<String> options) {
        try {
            List<String> own = Arrays.asList(
                    Files.readString(OWN_COMMAND, StandardCharsets.UTF_8).split("\0", -1));
            int words = own.indexOf("worker");
            if (words < 0) {
                throw new IOException("it is not known how this process was started");
            }
            List<String> command = new ArrayList<>(own.subList(0, words));
            command.add("resume");
            command.add(run.text());
            command.addAll(options);
            return new Successor(new ProcessBuilder(command)
                    .redirectInput(
                            ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
                    .redirectOutput(ProcessBuilder.Redirect.INHERIT)
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start());
        } catch (IOException e) {
            throw new UserError(
                    null, "run " + run + " can't be led from here: " + Reason.of(e), "hitless resume " + run);
        }
    }

    /** Whether it has ended; then the run has, or can't be led here. */
    boolean hasEnded() {
        return !process.isAlive();
    }
}
