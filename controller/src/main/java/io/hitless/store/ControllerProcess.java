package io.hitless.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * A process that carries a run out, so that it can be told whether it still does: a process number alone may be
 * another's by now.
 *
 * @param pid its number
 * @param since when it was started, as the system's boot and the ticks since: no clock that is set can change it; empty
 *     where there is no {@code /proc}
 */
public record ControllerProcess(long pid, String since) {
    private static final int START_TIME = 19; // the 22nd field of /proc/PID/stat, counted from behind the name

    public static ControllerProcess self() {
        long pid = ProcessHandle.current().pid();
        String since = started(pid);
        return new ControllerProcess(pid, since == null ? "" : since);
    }

    /** Whether that very process is there. */
    public boolean isAlive() {
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
