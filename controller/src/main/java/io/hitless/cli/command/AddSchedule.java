package io.hitless.cli.command;

import io.hitless.cli.launch.ScheduleRequest;
import io.hitless.cli.launch.ScheduleUnits;
import io.hitless.cli.option.CommandRegistry;
import io.hitless.cli.option.ScheduleOwnerOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.drift.Crontab;
import io.hitless.drift.Schedule;
import io.hitless.drift.ScheduleTime;
import io.hitless.drift.Systemd;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code hitless schedule add}. */
@Command(
        name = "add",
        description = "Run a command at regular times: writes a systemd service and a timer, and starts the timer.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        customSynopsis = "hitless schedule add [OPTIONS] NAME -- COMMAND...",
        footer = {
            "",
            "For example: hitless schedule add fleet --every 30m -- drift -i inventories/prod site.yml --metrics"
                    + " /var/lib/node_exporter/hitless.prom"
        })
final class AddSchedule implements Callable<Integer> {
    private final CommandRegistry commands;

    @Mixin
    private ScheduleOwnerOption owner = new ScheduleOwnerOption();

    /** The times at which the schedule runs. */
    static final class Times {
        @Option(
                names = "--every",
                paramLabel = "TIME",
                description = "at regular intervals: 15m, 30m, 2h, 1d",
                required = true)
        private @Nullable String every;

        @Option(
                names = "--on-calendar",
                paramLabel = "TIMES",
                description = "in systemd's form: daily, 04:30, Mon..Fri *-*-* 06:00",
                required = true)
        private @Nullable String calendar;
    }

    @ArgGroup(multiplicity = "1")
    private Times times = new Times();

    @Option(
            names = "--jitter",
            paramLabel = "TIME",
            defaultValue = "1m",
            description =
                    "start up to this much later, so that not all bastions start at once (default: ${DEFAULT-VALUE})")
    private String jitter = "1m";

    @Option(
            names = "--time-limit",
            paramLabel = "TIME",
            defaultValue = "1h",
            description = "stop a run that takes longer (default: ${DEFAULT-VALUE})")
    private String limit = "1h";

    @Option(names = "--no-catch-up", description = "do not run later what was missed while the machine was off")
    private boolean noCatchUp;

    @Option(
            names = "--run-as",
            paramLabel = "USER",
            description = "run the command as this user, with its SSH keys (default: root, or yourself with --user)")
    private @Nullable String user;

    @Option(names = "--replace", description = "replace a schedule of the same name")
    private boolean replace;

    @Option(names = "--dry-run", description = "only print the units")
    private boolean dryRun;

    @Option(names = "--crontab", description = "only print a line for a crontab, for machines without systemd")
    private boolean crontab;

    @Parameters(
            index = "0",
            paramLabel = "NAME",
            description = "name of the schedule: lower-case letters, digits, - and _")
    private String name = "";

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "a command of hitless, as you would type it")
    private List<String> command = List.of();

    AddSchedule(CommandRegistry commands) {
        this.commands = commands;
    }

    @Override
    public Integer call() {
        Systemd systemd = owner.systemd();
        Schedule schedule = new ScheduleRequest(name, when(), command, jitter, limit, !noCatchUp, user)
                .checked(commands, !systemd.system(), System.getenv());
        ScheduleUnits units = new ScheduleUnits(systemd, schedule);
        if (crontab) {
            System.out.println(Crontab.line(schedule, Crontab.lockFile(name, System.getenv())));
        } else if (dryRun) {
            System.out.print(units.text());
        } else {
            System.out.println("added " + name + ": next run " + units.install(replace));
        }
        return ExitCode.OK;
    }

    private ScheduleTime when() {
        return times.every != null
                ? ScheduleTime.every(times.every)
                : ScheduleRequest.calendar(String.valueOf(times.calendar));
    }
}
