package io.hitless.cli.command;

import io.hitless.cli.option.ScheduleNameOption;
import io.hitless.cli.output.ExitCode;
import io.hitless.drift.Systemd;
import io.hitless.drift.SystemdUnits;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code hitless schedule remove}. */
@Command(
        name = "remove",
        description = "Remove a schedule. A run of it that is running finishes.",
        mixinStandardHelpOptions = true)
final class RemoveSchedule implements Callable<Integer> {
    @Mixin
    private ScheduleNameOption schedule = new ScheduleNameOption();

    @Override
    public Integer call() {
        Systemd systemd = schedule.systemd();
        String name = schedule.name;
        systemd.ask("disable", "--now", SystemdUnits.timer(name));
        try {
            Files.deleteIfExists(systemd.units().resolve(SystemdUnits.timer(name)));
            Files.deleteIfExists(systemd.units().resolve(SystemdUnits.service(name)));
        } catch (IOException e) {
            throw new UserError("cannot remove the units of " + name + ": " + Reason.of(e));
        }
        systemd.ask("daemon-reload");
        System.out.println("removed " + name);
        return ExitCode.OK;
    }
}
