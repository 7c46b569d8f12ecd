package io.hitless.drift;

import io.hitless.source.ShellWords;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** A {@link Schedule} as a line of a crontab, for machines without systemd. */
public final class Crontab {
    private Crontab() {}

    /**
     * The crontab line. It waits a random time, does nothing while an earlier run is still running, and stops a run at
     * its time limit.
     *
     * @param lock a file that a run locks while it runs
     * @throws UserError if crontab syntax can't express its times
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
        return fields + " " + line.toString().replace("%", "\\%"); // cron would end the command at a %
    }

    /** The file that a run of the schedule locks. It is in the user's runtime directory, if there is one. */
    public static Path lockFile(String name, Map<String, String> environment) {
        String runtime = environment.getOrDefault("XDG_RUNTIME_DIR", "");
        return Path.of(runtime.isEmpty() ? "/run/lock" : runtime).resolve("hitless-" + name + ".lock");
    }

    private static String words(List<String> words) {
        return words.stream().map(Crontab::quoted).collect(Collectors.joining(" "));
    }

    private static String quoted(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : ShellWords.quoted(word);
    }
}
