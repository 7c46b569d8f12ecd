package io.hitless.drift;

import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** A {@link Schedule} as a line of a crontab, for machines without systemd. */
public final class Crontab {
    private Crontab() {}

    /**
     * The line: it waits a random while, does nothing if the run before is still at it, and is stopped at its limit.
     *
     * @param lock a file that says that it is at it
     * @throws UserError if a crontab has no form for its times
     */
    public static String line(Schedule schedule, Path lock) {
        String fields = schedule.when().cron();
        if (fields == null) {
            throw new UserError(
                    null,
                    "a crontab has no simple form for '" + schedule.when().calendar() + "'",
                    "use --every, or daily, hourly, 04:30, …");
        }
        if (schedule.words().stream().anyMatch(word -> word.contains("\n"))) {
            throw new UserError("a crontab has no form for a line feed in an argument");
        }
        StringBuilder line = new StringBuilder("cd ")
                .append(quoted(schedule.directory().toString()))
                .append(" && ");
        if (schedule.jitter().isPositive()) {
            line.append("sleep \"$(shuf -n 1 -i 0-")
                    .append(schedule.jitter().toSeconds())
                    .append(")\" && ");
        }
        schedule.environment()
                .forEach((name, value) -> line.append("export ")
                        .append(name)
                        .append('=')
                        .append(quoted(value))
                        .append(" && "));
        line.append("exec flock -n -E 0 ").append(quoted(lock.toString()));
        line.append(" timeout -k 30 ").append(schedule.limit().toSeconds()).append(' ');
        line.append(quoted(schedule.launcher().toString())).append(' ').append(words(schedule.words()));
        return fields + " " + line.toString().replace("%", "\\%"); // cron would end the command at it
    }

    private static String words(List<String> words) {
        return words.stream().map(Crontab::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
    }
}
