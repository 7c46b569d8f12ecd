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
        description = "Carry a schedule out now, wait for it, and show what it printed; ends as the command did.",
        mixinStandardHelpOptions = true)
final class RunSchedule implements Callable<Integer> {
    @Mixin
    private ScheduleNameOption schedule = new ScheduleNameOption();

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
            throw new UserError("the run of " + name + " did not finish: "
                    + (result.isEmpty() ? said.text().strip() : result));
        }
        return Integer.parseInt(ended.getOrDefault("ExecMainStatus", "0"));
    }
}
