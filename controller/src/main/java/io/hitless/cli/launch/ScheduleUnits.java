package io.hitless.cli.launch;

import io.hitless.drift.Schedule;
import io.hitless.drift.Systemd;
import io.hitless.drift.SystemdUnits;
import io.hitless.report.export.AtomicFile;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The service unit and the timer unit of a schedule, as text or installed in systemd. */
public record ScheduleUnits(Systemd systemd, Schedule schedule) {
    private static final String NEXT = "NextElapseUSecRealtime";

    /** The text of both unit files, each with its path. */
    public String text() {
        return "# " + serviceFile() + "\n" + service() + "\n# " + timerFile() + "\n" + timer();
    }

    /**
     * Writes the units and starts the timer.
     *
     * @param replace whether to replace a schedule of the same name
     * @return the time of the next run, as systemd prints it
     */
    public String install(boolean replace) {
        if (!Systemd.isThere()) {
            throw new UserError(null, "systemd does not run this machine", "--crontab prints a line for a crontab");
        }
        if (!replace && systemd.schedules().contains(schedule.name())) {
            throw new UserError(
                    null,
                    "there is already a schedule '" + schedule.name() + "'",
                    "--replace replaces it, 'hitless schedule remove' removes it");
        }
        try {
            Files.createDirectories(systemd.units());
            AtomicFile.write(serviceFile(), service());
            AtomicFile.write(timerFile(), timer());
        } catch (IOException e) {
            throw new UserError("cannot write the units to " + systemd.units() + ": " + Reason.of(e));
        }
        String timer = SystemdUnits.timer(schedule.name());
        systemd.require("daemon-reload");
        systemd.require("enable", timer);
        systemd.require("restart", timer); // a replaced timer must read the new times
        return systemd.properties(timer, NEXT).getOrDefault(NEXT, "");
    }

    private String service() {
        return SystemdUnits.serviceText(schedule, systemd.system());
    }

    private String timer() {
        return SystemdUnits.timerText(schedule);
    }

    private Path serviceFile() {
        return systemd.units().resolve(SystemdUnits.service(schedule.name()));
    }

    private Path timerFile() {
        return systemd.units().resolve(SystemdUnits.timer(schedule.name()));
    }
}
