package io.hitless.cli;

import io.hitless.drift.Systemd;
import io.hitless.drift.SystemdUnits;
import io.hitless.source.Reason;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code hitless schedule}: drift checks, or other commands, again and again. */
@Command(
        name = "schedule",
        description = "Have a command carried out again and again by systemd: a drift check, for one.",
        mixinStandardHelpOptions = true,
        sortOptions = false,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            AddSchedule.class,
            ScheduleCommand.Listed.class,
            ScheduleCommand.Remove.class,
            ScheduleCommand.Run.class
        })
final class ScheduleCommand implements Runnable {
    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public void run() {
        throw new ParameterException(Objects.requireNonNull(spec).commandLine(), "which of add, list, remove, run?");
    }

    /** Whose schedules. */
    static final class Owner {
        /** One or the other. */
        static final class Choice {
            @Option(
                    names = "--system",
                    description = "schedules of the machine, in /etc/systemd/system (default for root)")
            private boolean system;

            @Option(
                    names = "--user",
                    description =
                            "your own, in ~/.config/systemd/user (default for others); 'loginctl enable-linger' lets"
                                    + " them run while you are away")
            private boolean user;
        }

        @ArgGroup
        private @Nullable Choice choice;

        Systemd systemd() {
            boolean root = "root".equals(System.getProperty("user.name"));
            boolean system = choice == null ? root : choice.system && !choice.user;
            return Systemd.of(system, System.getenv());
        }
    }

    /** One of them. */
    static final class Chosen {
        @Mixin
        private Owner owner = new Owner();

        @Parameters(paramLabel = "NAME", description = "the schedule's name")
        private String name = "";

        /** @throws UserError if there is no such schedule */
        Systemd systemd() {
            Systemd systemd = owner.systemd();
            List<String> names = names(systemd);
            if (!names.contains(name)) {
                String near = Suggestion.didYouMean(name, names);
                throw new UserError(
                        null,
                        "there is no schedule '" + name + "'",
                        near != null ? near : "'hitless schedule list' shows those there are");
            }
            return systemd;
        }
    }

    /** {@code hitless schedule list}. */
    @Command(
            name = "list",
            description = "Show the schedules: what, when next, and how it ended last.",
            mixinStandardHelpOptions = true,
            sortOptions = false)
    static final class Listed implements Callable<Integer> {
        @Mixin
        private Owner owner = new Owner();

        @Mixin
        private OutputFormatOption output = new OutputFormatOption();

        @Override
        public Integer call() {
            Systemd systemd = owner.systemd();
            List<Map<String, @Nullable Object>> all =
                    names(systemd).stream().map(name -> values(systemd, name)).toList();
            if (output.isJson()) {
                System.out.println(RunFormatter.json(all));
            } else if (all.isEmpty()) {
                System.out.println("no schedules");
            } else {
                all.forEach(each -> {
                    System.out.println(each.get("name") + "  " + each.get("when") + "  " + each.get("state"));
                    System.out.println("    hitless " + each.get("command"));
                    System.out.println("    next " + shown(each.get("next")) + ", last " + shown(each.get("last"))
                            + (each.get("exit_code") == null
                                    ? ""
                                    : ", ended with " + each.get("exit_code") + " (" + each.get("result") + ")"));
                });
            }
            return ExitCode.OK;
        }

        private static String shown(@Nullable Object time) {
            return time == null ? "-" : time.toString();
        }

        private static Map<String, @Nullable Object> values(Systemd systemd, String name) {
            Map<String, String> timer = systemd.properties(
                    SystemdUnits.timer(name),
                    "ActiveState",
                    "TimersCalendar",
                    "NextElapseUSecRealtime",
                    "LastTriggerUSec");
            Map<String, String> service = systemd.properties(
                    SystemdUnits.service(name), "ActiveState", "Result", "ExecMainStatus", "ExecMainExitTimestamp");
            boolean running = "activating".equals(service.get("ActiveState"));
            boolean ran = !service.getOrDefault("ExecMainExitTimestamp", "").isEmpty();
            Map<String, @Nullable Object> out = new LinkedHashMap<>();
            out.put("name", name);
            out.put("command", SystemdUnits.command(read(systemd.units().resolve(SystemdUnits.timer(name)))));
            out.put("when", timer.getOrDefault("TimersCalendar", "").replaceAll(".*OnCalendar=(.*?) ; .*", "$1"));
            out.put("state", running ? "running" : "active".equals(timer.get("ActiveState")) ? "waiting" : "off");
            out.put("next", orNull(timer.get("NextElapseUSecRealtime")));
            out.put("last", orNull(timer.get("LastTriggerUSec")));
            out.put("exit_code", ran ? Integer.valueOf(service.getOrDefault("ExecMainStatus", "0")) : null);
            out.put("result", ran ? service.get("Result") : null);
            return out;
        }

        private static @Nullable String orNull(@Nullable String text) {
            return text == null || text.isEmpty() || text.equals("n/a") ? null : text;
        }
    }

    /** {@code hitless schedule remove}. */
    @Command(
            name = "remove",
            description = "Take a schedule away; a run of it that is under way goes on to its end.",
            mixinStandardHelpOptions = true)
    static final class Remove implements Callable<Integer> {
        @Mixin
        private Chosen schedule = new Chosen();

        @Override
        public Integer call() {
            Systemd systemd = schedule.systemd();
            String name = schedule.name;
            systemd.ask("disable", "--now", SystemdUnits.timer(name));
            try {
                Files.deleteIfExists(systemd.units().resolve(SystemdUnits.timer(name)));
                Files.deleteIfExists(systemd.units().resolve(SystemdUnits.service(name)));
            } catch (IOException e) {
                throw new UserError("cannot take the units of " + name + " away: " + Reason.of(e));
            }
            systemd.ask("daemon-reload");
            System.out.println("removed " + name);
            return ExitCode.OK;
        }
    }

    /** {@code hitless schedule run}. */
    @Command(
            name = "run",
            description = "Carry a schedule out now, wait for it, and show what it printed; ends as the command did.",
            mixinStandardHelpOptions = true)
    static final class Run implements Callable<Integer> {
        @Mixin
        private Chosen schedule = new Chosen();

        @Override
        public Integer call() {
            Systemd systemd = schedule.systemd();
            String name = schedule.name;
            String service = SystemdUnits.service(name);
            Systemd.Said said = systemd.ask("start", service);
            Map<String, String> ended = systemd.properties(service, "Result", "ExecMainStatus", "InvocationID");
            System.out.print(systemd.log(service, ended.getOrDefault("InvocationID", "")));
            String result = ended.getOrDefault("Result", "");
            if (said.exit() != 0 && !result.equals("exit-code")) { // else the command has said itself what is wrong
                throw new UserError("the run of " + name + " did not come to its end: "
                        + (result.isEmpty() ? said.text().strip() : result));
            }
            return Integer.parseInt(ended.getOrDefault("ExecMainStatus", "0"));
        }
    }

    static List<String> names(Systemd systemd) {
        if (!Files.isDirectory(systemd.units())) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(systemd.units())) {
            return SystemdUnits.names(
                    files.map(file -> file.getFileName().toString()).toList());
        } catch (IOException e) {
            throw new UserError("cannot read " + systemd.units() + ": " + Reason.of(e));
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }

    /**
     * The words of a command of hitless, read as it would read them: a mistake is to be seen now, and not at three in
     * the morning.
     */
    static List<String> checked(List<String> words) {
        List<String> unanswered =
                new ArrayList<>(List.of("--ask-pass", "--ask-become-pass", "--ask-vault-password", "--step"));
        try {
            var parsed = Main.commandLine(words.getFirst()).parseArgs(words.toArray(String[]::new));
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
}
