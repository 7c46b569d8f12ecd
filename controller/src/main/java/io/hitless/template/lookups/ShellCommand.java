package io.hitless.template.lookups;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A command that a lookup runs on the controller. It is killed when its time is over or the run is interrupted. */
final class ShellCommand {
    private static final Duration BETWEEN_LOOKS = Duration.ofMillis(50);
    private static final int LONGEST_COMPLAINT = 10_000;

    private ShellCommand() {}

    /**
     * Runs a command and returns its standard output.
     *
     * @param home the directory to run in, or null for the working directory
     */
    static String output(String command, @Nullable Path home) {
        Process process = null;
        try {
            process = new ProcessBuilder("/bin/sh", "-c", command)
                    .directory(home == null || !Files.isDirectory(home) ? null : home.toFile())
                    .start();
            process.getOutputStream().close();
            Collected output = Collected.of(process.getInputStream(), (int) ComputeLimits.LONGEST_TEXT);
            Collected complaint = Collected.of(process.getErrorStream(), LONGEST_COMPLAINT);
            while (!process.waitFor(BETWEEN_LOOKS) || !output.reader.join(BETWEEN_LOOKS)) {
                ComputeLimits.check();
                ComputeLimits.text(output.size());
            }
            ComputeLimits.text(output.size());
            if (process.exitValue() != 0) {
                complaint.reader.join(BETWEEN_LOOKS.multipliedBy(10));
                String said = complaint.text().replace("\n", "");
                throw new UserError("the command " + Values.repr(command) + " ended with status " + process.exitValue()
                        + (said.isEmpty() ? "" : ": " + said));
            }
            return output.text();
        } catch (IOException e) {
            throw new UserError("cannot run " + Values.repr(command) + ": " + Reason.of(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            ComputeLimits.check();
            throw new IllegalStateException("not interrupted");
        } finally {
            if (process != null) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
            }
        }
    }

    /** The output of a stream, up to a maximum number of characters plus one; the rest is read and dropped. */
    private static final class Collected {
        private final StringBuilder text = new StringBuilder();
        private final Thread reader;

        private Collected(InputStream from, int most) {
            this.reader = Thread.ofVirtual().unstarted(() -> {
                try (var characters = new java.io.InputStreamReader(from, StandardCharsets.UTF_8)) {
                    char[] piece = new char[8192];
                    for (int n = characters.read(piece); n >= 0; n = characters.read(piece)) {
                        append(piece, Math.min(n, most + 1 - size()));
                    }
                } catch (IOException _) {
                    // the command was killed
                }
            });
        }

        static Collected of(InputStream from, int most) {
            Collected collected = new Collected(from, most);
            collected.reader.start();
            return collected;
        }

        private synchronized void append(char[] piece, int count) {
            text.append(piece, 0, Math.max(0, count));
        }

        synchronized int size() {
            return text.length();
        }

        synchronized String text() {
            return text.toString();
        }
    }
}
