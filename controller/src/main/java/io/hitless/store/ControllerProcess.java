package io.hitless.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * The process that executes a run. Others can see whether it is still running: the process id alone may have been
 * reused.
 *
 * @param pid the process id
 * @param since the boot id and the start time in ticks since boot, which no change of the clock affects; empty without
 *     {@code /proc}
 * @param live whether it holds the lock of its run, as a database says that several bastions share; null if this
 *     machine can tell
 */
public record ControllerProcess(
        long pid, String since, @Nullable Boolean live) {
    private static final int START_TIME = 19; // field 22 of /proc/PID/stat, counted from behind the name

    /** A process of this machine. */
    ControllerProcess(long pid, String since) {
        this(pid, since, null);
    }

    static ControllerProcess self() {
        long pid = ProcessHandle.current().pid();
        String since = started(pid);
        return new ControllerProcess(pid, since == null ? "" : since);
    }

    /** Whether exactly this process is still running. */
    boolean isAlive() {
        if (live != null) {
            return live;
        }
        String now = started(pid);
        return now == null ? since.isEmpty() && ProcessHandle.of(pid).isPresent() : now.equals(since);
    }

    private static @Nullable String started(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", String.valueOf(pid), "stat"));
            String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1);
            return Files.readString(Path.of("/proc/sys/kernel/random/boot_id")).strip() + "/" + fields[START_TIME];
        } catch (IOException _) {
            return null;
        }
    }
}
