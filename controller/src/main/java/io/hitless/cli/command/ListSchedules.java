package io.hitless.cli.command;

import io.hitless.cli.option.OutputFormatOption;
import io.hitless.cli.option.ScheduleOwnerOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.drift.Systemd;
import io.hitless.drift.SystemdUnits;
import io.hitless.report.PrettyJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hitless schedule list}. */
@Command(
        name = "list",
        description = "List schedules: the command, the next run, and how the last run ended.",
        mixinStandardHelpOptions = true,
        sortOptions = false)
final class ListSchedules implements Callable<Integer> {
    @Mixin
    private ScheduleOwnerOption owner = new ScheduleOwnerOption();

    @Mixin
    private OutputFormatOption output = new OutputFormatOption();

    @Override
    public Integer call() {
        Systemd systemd = owner.systemd();
        List<Map<String, @Nullable Object>> all =
                systemd.schedules().stream().map(name -> values(systemd, name)).toList();
        if (output.isJson()) {
            System.out.println(PrettyJson.of(all));
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
                SystemdUnits.timer(name), "ActiveState", "TimersCalendar", "NextElapseUSecRealtime", "LastTriggerUSec");
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

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException _) {
            return "";
        }
    }
}
