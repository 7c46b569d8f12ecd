package io.hitless.run.action;

import io.hitless.agent.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reboots the host and waits until it is back. The host's part finds the command, and its record survives the reboot: a
 * run that is resumed meanwhile has the old boot id from it, so the host does not reboot a second time.
 */
final class Reboot implements Action {
    /** The longest time that the host may take to say when it was booted. */
    private static final Duration ANSWER = Duration.ofSeconds(30);

    private static final long LONGEST_PAUSE_MILLIS = 12_000;

    /** What has to succeed before the host counts as back. */
    @FunctionalInterface
    private interface Attempt {
        /** @throws IOException if it has to be tried again */
        void run() throws IOException, InterruptedException;
    }

    @Override
    public Result run(ActionCall call) throws IOException, InterruptedException {
        if (call.link().isLocal()) {
            return failed("Running reboot with local connection would reboot the control node.", false, 0);
        }
        if (call.check()) {
            return Result.ok(true, Map.of("rebooted", true, "elapsed", 0L));
        }
        Result before = call.onHost(call.task().module(), call.args());
        if (before.isFailed()) {
            return HostArguments.shown(before);
        }
        long started = System.nanoTime();
        String boot = String.valueOf(before.fields().get("_boot"));
        if (boot.equals(bootTime(call))) {
            String refused = restart(call, String.valueOf(before.fields().get("_command")));
            if (refused != null) {
                return failed(refused, false, seconds(started));
            }
        }
        Thread.sleep(Duration.ofSeconds(number(call, "post_reboot_delay")));
        String missing = awaited(call, boot);
        return missing == null
                ? Result.ok(true, Map.of("rebooted", true, "elapsed", seconds(started)))
                : failed(missing, true, seconds(started));
    }

    /** Returns why the host does not restart, or null. A host that is lost meanwhile restarts. */
    private static @Nullable String restart(ActionCall call, String command) throws InterruptedException {
        try {
            Result sent = call.raw(command);
            return sent.isFailed() ? "Reboot command failed. Error was: '" + output(sent) + "'" : null;
        } catch (IOException _) {
            return null;
        }
    }

    /** Waits until the host is back. Returns what it has waited for in vain, or null. */
    private static @Nullable String awaited(ActionCall call, String boot) throws InterruptedException {
        boolean up = comesTrue(call, () -> {
            if (List.of(boot, "").contains(bootTime(call))) {
                throw new IOException("it has not restarted yet");
            }
        });
        boolean works = up
                && comesTrue(call, () -> {
                    Result tested = call.raw(call.required("test_command"));
                    if (tested.isFailed()) {
                        throw new IOException(output(tested));
                    }
                });
        return works
                ? null
                : "Timed out waiting for " + (up ? "post-reboot test command" : "last boot time check") + " (timeout="
                        + number(call, "reboot_timeout") + ")";
    }

    private static String bootTime(ActionCall call) throws IOException, InterruptedException {
        Result said = call.link()
                .session()
                .raw(call.required("boot_time_command"), call.settings().become(), ANSWER);
        if (said.isFailed()) {
            throw new IOException(output(said));
        }
        return output(said.fields().get("stdout"));
    }

    /** Tries again and again, with pauses that grow, until the time of the task is over. */
    private static boolean comesTrue(ActionCall call, Attempt attempt) throws InterruptedException {
        long end = System.nanoTime()
                + Duration.ofSeconds(number(call, "reboot_timeout")).toNanos();
        long pause = 1000;
        while (System.nanoTime() < end) {
            try {
                attempt.run();
                return true;
            } catch (IOException _) {
                call.link().drop();
            }
            long left = Duration.ofNanos(end - System.nanoTime()).toMillis();
            Thread.sleep(Math.clamp(left, 0, pause));
            pause = Math.min(2 * pause, LONGEST_PAUSE_MILLIS);
        }
        return false;
    }

    private static Result failed(String msg, boolean rebooted, long elapsed) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("msg", msg);
        fields.put("rebooted", rebooted);
        fields.put("elapsed", elapsed);
        return new Result(Result.Status.FAILED, false, fields, List.of(), List.of());
    }

    private static String output(Result result) {
        Map<String, @Nullable Object> fields = result.fields();
        return fields.containsKey("rc")
                ? output(fields.get("stdout")) + ", " + output(fields.get("stderr"))
                : output(fields.get("msg"));
    }

    private static String output(@Nullable Object text) {
        return text == null ? "" : text.toString().strip();
    }

    private static long number(ActionCall call, String name) {
        return call.arg(name) instanceof Number number ? Math.max(0, number.longValue()) : 0;
    }

    private static long seconds(long started) {
        return Duration.ofNanos(System.nanoTime() - started).toSeconds();
    }
}
