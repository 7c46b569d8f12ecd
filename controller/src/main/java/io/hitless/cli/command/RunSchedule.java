package io.hitless.cli.command;

import io.hitless.cli.option.ScheduleNameOption;
import io.hitless.drift.Systemd;
import io.hitless.drift.SystemdUnits;
import io.hitless.source.UserError;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hitless schedule run}. */
@Command(
        name = "run",
        description = "Run a schedule now, wait for it, and show its output. The exit code is that of its command.",
        mixinStandardHelpOptions = true)
final class RunSchedule implements Callable<Integer> {
    @Mixin
    private ScheduleNameOption schedule = new ScheduleNameOption();

    @Override
    public Integer call() {
        Systemd systemd = schedule.systemd();
        String name = schedule.name;
        String service = SystemdUnits.service(name);
        Systemd.Output output = systemd.ask("start", service);
        Map<String, String> ended = systemd.properties(service, "Result", "ExecMainStatus", "InvocationID");
        System.out.print(systemd.log(service, ended.getOrDefault("InvocationID", "")));
        String result = ended.getOrDefault("Result", "");
        if (output.exit() != 0 && !result.equals("exit-code")) { // otherwise the command itself has reported the error
            throw new UserError("the run of " + name + " did not finish: "
                    + (result.isEmpty() ? output.text().strip() : result));
        }
        return Integer.parseInt(ended.getOrDefault("ExecMainStatus", "0"));
    }
}
