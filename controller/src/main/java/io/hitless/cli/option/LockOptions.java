package io.hitless.cli.option;

import io.hitless.run.lock.LockSettings;
import io.hitless.source.UserError;
import io.hitless.store.Invoker;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a rollout locks hosts, and waits for other rollouts. */
public final class LockOptions {
    @Option(
            names = "--lock-wait",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "how long to wait for a host that another rollout has locked (default: ${DEFAULT-VALUE})")
    private int wait;

    @Option(
            names = "--lock-time",
            paramLabel = "SECONDS",
            defaultValue = "90",
            description = "how long a lock lasts unless its rollout renews it (default: ${DEFAULT-VALUE})")
    private int time;

    @Option(names = "--break-lock", description = "take over locks of rollouts that are gone")
    private boolean breakStale;

    @Option(
            names = "--without-locks",
            description = "do not lock hosts, for example if they are read-only; other rollouts can then change them")
    private boolean without;

    /** @throws UserError if the options are inconsistent */
    public LockSettings of(RunId run, Invoker caller, Journal journal) {
        if (without && (breakStale || wait > 0)) {
            throw new UserError("--without-locks locks no host, so --break-lock and --lock-wait have no effect");
        }
        if (time < 10 || wait < 0) {
            throw new UserError("--lock-time needs at least 10 seconds, and --lock-wait at least 0");
        }
        Duration patience = Duration.ofSeconds(wait);
        return new LockSettings(
                run.text(), caller.who(), Duration.ofSeconds(time), patience, breakStale, !without, journal::hasEnded);
    }
}
