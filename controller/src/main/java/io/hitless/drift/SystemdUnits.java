package io.hitless.drift;

import io.hitless.source.ShellWords;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A {@link Schedule} as a systemd service and its timer. A timer never starts a service that is still running. */
public final class SystemdUnits {
    private static final String PREFIX = "hitless-";
    private static final String MARK = "X-Hitless-Command=";

    private SystemdUnits() {}

    public static String service(String name) {
        return PREFIX + name + ".service";
    }

    public static String timer(String name) {
        return PREFIX + name + ".timer";
    }

    /** The names of the schedules whose timers are among these files. */
    static List<String> names(List<String> files) {
        String ending = ".timer";
        return files.stream()
                .filter(file -> file.startsWith(PREFIX) && file.endsWith(ending))
                .map(file -> file.substring(PREFIX.length(), file.length() - ending.length()))
                .filter(Schedule::isName)
                .sorted()
                .toList();
    }

    /** The service unit, which runs the command once. Exit status 3, drift found, is not a failure. */
    public static String serviceText(Schedule schedule, boolean system) {
        List<String> lines = new ArrayList<>(List.of(
                "# Made by 'hitless schedule add'. 'hitless schedule remove " + schedule.name() + "' removes it.",
                "[Unit]",
                "Description=" + description(schedule)));
        if (system) { // a user's systemd does not have this target
            lines.addAll(List.of("Wants=network-online.target", "After=network-online.target"));
        }
        lines.addAll(List.of(
                "",
                "[Service]",
                "Type=oneshot",
                "WorkingDirectory=" + specifiers(schedule.directory().toString())));
        if (system) {
            lines.add("User=" + (schedule.user() == null ? "root" : schedule.user()));
        }
        schedule.environment().forEach((name, value) -> lines.add("Environment=" + quoted(name + "=" + value)));
        List<String> command = new ArrayList<>(List.of(schedule.launcher().toString()));
        command.addAll(schedule.words());
        lines.add("ExecStart=" + command.stream().map(SystemdUnits::argument).collect(Collectors.joining(" ")));
        if (schedule.words().getFirst().equals("drift")) {
            lines.add("SuccessExitStatus=3");
        }
        lines.addAll(List.of(
                "TimeoutStartSec=" + schedule.limit().toSeconds(),
                "# SIGTERM goes to hitless only: it ends its sessions and reports how far it got.",
                "KillMode=mixed",
                "TimeoutStopSec=30",
                "Nice=5",
                "SyslogIdentifier=" + PREFIX + schedule.name(),
                ""));
        return String.join("\n", lines);
    }

    public static String timerText(Schedule schedule) {
        return String.join(
                "\n",
                "# Made by 'hitless schedule add'. 'hitless schedule remove " + schedule.name() + "' removes it.",
                "# " + MARK + schedule.words().stream().map(SystemdUnits::shown).collect(Collectors.joining(" ")),
                "[Unit]",
                "Description=" + description(schedule),
                "",
                "[Timer]",
                "OnCalendar=" + schedule.when().calendar(),
                "RandomizedDelaySec=" + schedule.jitter().toSeconds(),
                "AccuracySec=1s",
                "Persistent=" + (schedule.catchUp() ? "true" : "false"),
                "",
                "[Install]",
                "WantedBy=timers.target",
                "");
    }

    /** The command in a timer unit's text. */
    public static String command(String timerText) {
        return timerText
                .lines()
                .filter(line -> line.startsWith("# " + MARK))
                .map(line -> line.substring(MARK.length() + 2))
                .findFirst()
                .orElse("");
    }

    private static String description(Schedule schedule) {
        return specifiers("hitless " + schedule.words().getFirst().toLowerCase(Locale.ROOT) + ", scheduled as "
                + schedule.name());
    }

    private static String shown(String word) {
        return word.matches("[A-Za-z0-9_@%+=:,./-]+") ? word : ShellWords.quoted(word.replace('\n', ' '));
    }

    private static String specifiers(String text) {
        return text.replace("%", "%%");
    }

    /** An argument of ExecStart, where a dollar sign would start a variable. */
    private static String argument(String word) {
        return word.matches("[A-Za-z0-9_@+=:,./-]+") ? word : quoted(word).replace("$", "$$");
    }

    private static String quoted(String text) {
        return "\""
                + specifiers(text)
                        .replace("\\", "\\\\")
                        .replace("\"", "\\\"")
                        .replace("\n", "\\n")
                        .replace("\t", "\\t") + "\"";
    }
}
