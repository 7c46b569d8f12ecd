package io.hitless.cli.launch;

import io.hitless.cli.option.CommandRegistry;
import io.hitless.drift.Schedule;
import io.hitless.drift.ScheduleTime;
import io.hitless.drift.Systemd;
import io.hitless.source.UserError;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * A schedule as given on the command line. {@link #checked} returns a {@link Schedule} only if everything is valid, so
 * that errors appear now and not at the schedule's first run.
 *
 * @param words the command, without {@code hitless}
 */
public record ScheduleRequest(
        String name,
        ScheduleTime when,
        List<String> words,
        String jitter,
        String limit,
        boolean catchUp,
        @Nullable String user) {
    /** Environment variables to pass to the command. None is secret: everybody can read units. */
    private static final List<String> VARIABLES =
            List.of("ANSIBLE_INVENTORY", "HITLESS_JAVA_HOME", "HITLESS_STATE", "JAVA_HOME", "TZ", "XDG_STATE_HOME");

    /** Options that ask a question. */
    private static final List<String> ASKING =
            List.of("--ask-pass", "--ask-become-pass", "--ask-vault-password", "--step");

    /**
     * Checks the request and returns the schedule.
     *
     * @param own whether the schedule belongs to the user, not to the machine
     * @param environment the environment's variables
     * @throws UserError if it is not valid
     */
    public Schedule checked(CommandRegistry commands, boolean own, Map<String, String> environment) {
        if (!Schedule.isName(name)) {
            throw new UserError(
                    null, "'" + name + "' can't be the name of a schedule", "use lower-case letters, digits, - and _");
        }
        if (user != null && own) {
            throw new UserError("--run-as is for schedules of the machine; your own run as you");
        }
        Duration longest = ScheduleTime.duration("--time-limit", limit);
        if (!longest.isPositive()) {
            throw new UserError("--time-limit needs more than 0 seconds");
        }
        checkCommand(commands);
        return new Schedule(
                name,
                when,
                words,
                launcher(),
                Path.of("").toAbsolutePath(),
                ScheduleTime.duration("--jitter", jitter),
                longest,
                catchUp,
                user,
                inherited(environment));
    }

    private void checkCommand(CommandRegistry commands) {
        String command = words.getFirst();
        ParseResult parsed;
        try {
            parsed = commands.commandLine(command).parseArgs(words.toArray(String[]::new));
        } catch (ParameterException e) {
            throw new UserError(
                    null,
                    String.valueOf(e.getMessage()),
                    "write the command after '--' as you would type it: -- drift -i hosts.yml site.yml");
        }
        if (!parsed.hasSubcommand() || command.equals("schedule")) {
            throw new UserError("'" + command + "' is not a command that can be scheduled");
        }
        for (String option : ASKING) {
            if (parsed.subcommand().hasMatchedOption(option)) {
                throw new UserError(
                        null,
                        option + " asks a question, and nobody answers in a schedule",
                        "put passwords into a vault or a file");
            }
        }
    }

    private static Map<String, String> inherited(Map<String, String> environment) {
        Map<String, String> inherited = new LinkedHashMap<>();
        for (String variable : VARIABLES) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                inherited.put(variable, value);
            }
        }
        return inherited;
    }

    /** The times of {@code --on-calendar}, checked by systemd if it is available. */
    public static ScheduleTime calendar(String times) {
        if (Systemd.calendar(times).exit() == 1 || times.contains("\n")) {
            throw new UserError(
                    null,
                    "--on-calendar " + times + ": systemd does not understand that",
                    "systemd.time(7): daily, 04:30, Mon..Fri *-*-* 06:00");
        }
        return ScheduleTime.calendar(times);
    }

    /** The launcher that started this program. */
    private static Path launcher() {
        try {
            Path here = Path.of(ScheduleRequest.class
                    .getProtectionDomain()
                    .getCodeSource()
                    .getLocation()
                    .toURI());
            for (Path directory = here; directory != null; directory = directory.getParent()) {
                Path launcher = directory.resolve("hitless");
                if (Files.isRegularFile(launcher) && Files.isExecutable(launcher)) {
                    return launcher;
                }
            }
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
        throw new UserError("the launcher 'hitless' is not in a directory above the program's files");
    }
}
