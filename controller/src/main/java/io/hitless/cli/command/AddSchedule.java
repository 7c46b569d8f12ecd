package io.hitless.cli.command;

import io.hitless.cli.option.ScheduleOwnerOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.drift.Crontab;
import io.hitless.drift.Schedule;
import io.hitless.drift.ScheduleTime;
import io.hitless.drift.Systemd;
import io.hitless.drift.SystemdUnits;
import io.hitless.report.export.AtomicFile;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code hitless schedule add}. */
@Command(
        name = "add",
        description = "Have a command carried out again and again: writes a systemd service and a timer, and starts the"
                + " timer.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "hitless schedule add [OPTIONS] NAME -- COMMAND...",
        footer = {
            "",
            "For example: hitless schedule add fleet --every 30m -- drift -i inventories/prod site.yml --metrics"
                    + " /var/lib/node_exporter/hitless.prom"
        })
final class AddSchedule implements Callable<Integer> {
    /** What a schedule takes over from the environment: none of it is secret, as everybody can read units. */
    private static final List<String> VARIABLES =
            List.of("ANSIBLE_INVENTORY", "HITLESS_JAVA_HOME", "JAVA_HOME", "TZ", "XDG_STATE_HOME");

    private final CommandRegistry commands;

    @Mixin
    private ScheduleOwnerOption owner = new ScheduleOwnerOption();

    /** At what times. */
    static final class Times {
        @Option(
                names = "--every",
                paramLabel = "TIME",
                description = "at even distances: 15m, 30m, 2h, 1d",
                required = true)
        private @Nullable String every;

        @Option(
                names = "--on-calendar",
                paramLabel = "TIMES",
                description = "as systemd has it: daily, 04:30, Mon..Fri *-*-* 06:00",
                required = true)
        private @Nullable String calendar;
    }

    @ArgGroup(multiplicity = "1")
    private Times times = new Times();

    @Option(
            names = "--jitter",
            paramLabel = "TIME",
            defaultValue = "1m",
            description = "begin up to so much later, so that not all begin at once (default: ${DEFAULT-VALUE})")
    private String jitter = "1m";

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "stop a run that takes longer (default: ${DEFAULT-VALUE})")
    private String limit = "1h";

    @Option(names = "--no-catch-up", description = "do not make up for a time at which the machine was off")
    private boolean noCatchUp;

    @Option(
            names = "--run-as",
            paramLabel = "USER",
            description = "whose rights and ssh keys the command has (default: root's, or your own with --user)")
    private @Nullable String user;

    @Option(names = "--replace", description = "take the place of a schedule of that name")
    private boolean replace;

    @Option(names = "--dry-run", description = "print the units, and do nothing")
    private boolean dryRun;

    @Option(
            names = "--crontab",
            description = "print a line for a crontab, and do nothing: for machines without systemd")
    private boolean crontab;

    @Parameters(index = "0", paramLabel = "NAME", description = "its name: small letters, digits, - and _")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "a command of hitless, as you would type it")
    private List<String> words = List.of();

    public AddSchedule(CommandRegistry commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() {
        Systemd systemd = owner.systemd();
        Schedule schedule = schedule(systemd);
        if (crontab) {
            System.out.println(Crontab.line(schedule, lock().resolve("hitless-" + name + ".lock")));
            return ExitCode.OK;
        }
        String service = SystemdUnits.serviceText(schedule, systemd.system());
        String timer = SystemdUnits.timerText(schedule);
        Path serviceFile = systemd.units().resolve(SystemdUnits.service(name));
        Path timerFile = systemd.units().resolve(SystemdUnits.timer(name));
        if (dryRun) {
            System.out.print("# " + serviceFile + "\n" + service + "\n# " + timerFile + "\n" + timer);
            return ExitCode.OK;
        }
        if (!Systemd.isThere()) {
            throw new UserError(null, "systemd does not run this machine", "--crontab prints a line for a crontab");
        }
        if (!replace && systemd.schedules().contains(name)) {
            throw new UserError(
                    null,
                    "there is a schedule '" + name + "' already",
                    "--replace takes its place, 'hitless schedule remove' takes it away");
        }
        try {
            Files.createDirectories(systemd.units());
            AtomicFile.write(serviceFile, service);
            AtomicFile.write(timerFile, timer);
        } catch (IOException e) {
            throw new UserError("cannot write the units to " + systemd.units() + ": " + Reason.of(e));
        }
        systemd.tell("daemon-reload");
        systemd.tell("enable", SystemdUnits.timer(name));
        systemd.tell("restart", SystemdUnits.timer(name)); // one that is replaced has to see its new times
        System.out.println("added " + name + ": next at "
                + systemd.properties(SystemdUnits.timer(name), "NextElapseUSecRealtime")
                        .get("NextElapseUSecRealtime"));
        return ExitCode.OK;
    }

    private Schedule schedule(Systemd systemd) {
        if (!Schedule.isName(name)) {
            throw new UserError("a schedule's name is of small letters, digits, - and _, and '" + name + "' is not");
        }
        if (user != null && !systemd.system()) {
            throw new UserError("--run-as is for schedules of the machine: your own have your rights");
        }
        Map<String, String> environment = new LinkedHashMap<>();
        for (String variable : VARIABLES) {
            String value = System.getenv(variable);
            if (value != null && !value.isEmpty()) {
                environment.put(variable, value);
            }
        }
        Duration longest = ScheduleTime.duration("--time-limit", limit);
        if (!longest.isPositive()) {
            throw new UserError("--time-limit wants more than nothing");
        }
        return new Schedule(
                name,
                when(),
                checked(words),
                launcher(),
                Path.of("").toAbsolutePath(),
                ScheduleTime.duration("--jitter", jitter),
                longest,
                !noCatchUp,
                user,
                environment);
    }

    /**
     * The words of a command of hitless, read as it would read them: a mistake is to be seen now, and not at three in
     * the morning.
     */
    private List<String> checked(List<String> words) {
        List<String> unanswered =
                new ArrayList<>(List.of("--ask-pass", "--ask-become-pass", "--ask-vault-password", "--step"));
        try {
            var parsed = commands.commandLine(words.getFirst()).parseArgs(words.toArray(String[]::new));
            if (!parsed.hasSubcommand() || words.getFirst().equals("schedule")) {
                throw new UserError("'" + words.getFirst() + "' is no command that can be scheduled");
            }
            unanswered.removeIf(option -> !parsed.subcommand().hasMatchedOption(option));
        } catch (ParameterException e) {
            throw new UserError(
                    null,
                    String.valueOf(e.getMessage()),
                    "behind '--' comes a command as you would type it: -- drift -i hosts.yml site.yml");
        }
        if (!unanswered.isEmpty()) {
            throw new UserError(
                    null,
                    unanswered.getFirst() + " asks, and nobody is there to answer a schedule",
                    "have passwords in a vault or a file");
        }
        return words;
    }

    private ScheduleTime when() {
        if (times.every != null) {
            return ScheduleTime.every(times.every);
        }
        String calendar = String.valueOf(times.calendar);
        Systemd.Said said = Systemd.calendar(calendar);
        if (said.exit() == 1 || calendar.contains("\n")) {
            throw new UserError(
                    null,
                    "--on-calendar " + calendar + ": systemd does not understand that",
                    "systemd.time(7): daily, 04:30, Mon..Fri *-*-* 06:00");
        }
        return ScheduleTime.calendar(calendar);
    }

    private static Path lock() {
        String runtime = System.getenv("XDG_RUNTIME_DIR");
        return runtime == null || runtime.isEmpty() ? Path.of("/run/lock") : Path.of(runtime);
    }

    /** The program that was called to get here. */
    private static Path launcher() {
        try {
            Path here = Path.of(AddSchedule.class
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
        throw new UserError("the launcher 'hitless' is not above the program's own files");
    }
}
