package io.hitless.cli.option;

import io.hitless.drift.Systemd;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/** Selects the machine's schedules or the user's. */
public final class ScheduleOwnerOption {
    /** The two exclusive options. */
    private static final class Choice {
        @Option(names = "--system", description = "schedules of the machine, in /etc/systemd/system (default for root)")
        private boolean system;

        @Option(
                names = "--user",
                description = "your own, in ~/.config/systemd/user (default for others); 'loginctl enable-linger' lets"
                        + " them run while you are away")
        private boolean user;
    }

    @ArgGroup
    private @Nullable Choice choice;

    public Systemd systemd() {
        boolean root = "root".equals(System.getProperty("user.name"));
        boolean system = choice == null ? root : choice.system && !choice.user;
        return Systemd.of(system, System.getenv());
    }
}
