package io.hitless.plugin;

import io.hitless.module.Json;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The process that runs plugins. It receives and sends lines of JSON. It is started when it is first needed, and again
 * if it was killed because a plugin hung. Safe for use by several threads; serves one at a time.
 */
final class PluginHost implements AutoCloseable {
    /** Answers questions that a plugin asks while it runs. */
    @FunctionalInterface
    interface Questions {
        /** Answers no questions. */
        Questions NONE = _ -> Map.of();

        Map<String, @Nullable Object> answer(Map<?, ?> question);
    }

    private static final String CHANNEL = "channel.py";
    private static final Duration LONGEST = Duration.ofMinutes(5);
    private static final int LONGEST_ANSWER = 64 << 20;
    private static final List<String> QUESTIONS = List.of("variable", "names", "secret");

    private final ReentrantLock lock = new ReentrantLock();
    private @Nullable Process process;
    private @Nullable InputStream answers;
    private final String program;

    /** @param program the resource with the Python source that the process runs */
    PluginHost(String program) {
        this.program = program;
    }

    /**
     * Sends a request and returns the response.
     *
     * @throws UserError if there is no response within the time limit
     */
    Map<?, ?> ask(String python, Map<String, ?> request, Questions questions) {
        lock.lock();
        try {
            Process its = running(python);
            Thread watch = watch(its);
            try {
                return converse(its, request, questions);
            } catch (IOException e) {
                end();
                throw new UserError("the process that runs plugins ended: " + Reason.of(e));
            } finally {
                watch.interrupt();
            }
        } finally {
            lock.unlock();
        }
    }

    private Map<?, ?> converse(Process its, Map<String, ?> request, Questions questions) throws IOException {
        send(its, request);
        while (true) {
            if (!(Json.read(line()) instanceof Map<?, ?> message)) {
                throw new IOException("it sent no JSON object");
            }
            if (QUESTIONS.stream().noneMatch(message::containsKey)) {
                return message;
            }
            send(its, questions.answer(message));
        }
    }

    private static void send(Process its, Map<String, ?> message) throws IOException {
        its.getOutputStream().write((Json.write(message) + "\n").getBytes(StandardCharsets.UTF_8));
        its.getOutputStream().flush();
    }

    private String line() throws IOException {
        InputStream in = Objects.requireNonNull(answers);
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new IOException("it was killed, or took too long");
            }
            if (line.size() >= LONGEST_ANSWER) {
                throw new IOException("it sent more than " + (LONGEST_ANSWER >> 20) + " MiB");
            }
            line.write(b);
        }
        return line.toString(StandardCharsets.UTF_8);
    }

    private Process running(String python) {
        Process its = process;
        if (its != null && its.isAlive()) {
            return its;
        }
        try {
            ProcessBuilder builder = new ProcessBuilder(python, "-u", "-c", text(CHANNEL) + text(program));
            builder.environment().put("PYTHONDONTWRITEBYTECODE", "1"); // do not create files beside the playbook
            its = builder.redirectError(ProcessBuilder.Redirect.DISCARD).start();
        } catch (IOException e) {
            throw new UserError("cannot start " + python + ", which runs plugins: " + Reason.of(e));
        }
        answers = new BufferedInputStream(its.getInputStream());
        process = its;
        return its;
    }

    private static String text(String file) {
        try (InputStream in = PluginHost.class.getResourceAsStream(file)) {
            return new String(
                    Objects.requireNonNull(in, file + " is not in the jar").readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Kills the process if the current request exceeds its time limit. */
    private static Thread watch(Process its) {
        ComputeLimits.Limit limit = ComputeLimits.limit();
        long nanos = limit == null ? LONGEST.toNanos() : Math.max(1, limit.until() - System.nanoTime());
        return Thread.ofVirtual().name("plugin watch").start(() -> {
            try {
                if (!its.waitFor(nanos, TimeUnit.NANOSECONDS)) {
                    its.destroyForcibly();
                }
            } catch (InterruptedException _) {
                // the response came in time
            }
        });
    }

    private void end() {
        Process its = process;
        process = null;
        if (its != null) {
            its.destroyForcibly();
        }
    }

    @Override
    public void close() {
        Process its = process;
        if (its == null) {
            return;
        }
        try {
            its.getOutputStream().close();
            if (!its.waitFor(1, TimeUnit.SECONDS)) {
                its.destroyForcibly();
            }
        } catch (IOException _) {
            its.destroyForcibly();
        } catch (InterruptedException _) {
            its.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
