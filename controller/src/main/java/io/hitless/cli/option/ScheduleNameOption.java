package io.hitless.cli.option;

import io.hitless.drift.Systemd;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.List;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** The name of a schedule. */
public final class ScheduleNameOption {
    @Mixin
    private ScheduleOwnerOption owner = new ScheduleOwnerOption();

    @Parameters(paramLabel = "NAME", description = "the schedule's name")
    public String name = "";

    /** @throws UserError if there is no such schedule */
    public Systemd systemd() {
        Systemd systemd = owner.systemd();
        List<String> names = systemd.schedules();
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
