package io.hitless.cli.option;

import io.hitless.run.lock.LockSettings;
import io.hitless.source.UserError;
import io.hitless.store.Invoker;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a rollout behaves towards others that are at the same hosts. */
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

    @Option(names = "--break-lock", description = "take over locks that their rollout no longer renews")
    private boolean breakStale;

    @Option(
            names = "--without-locks",
            description =
                    "do not lock hosts, for example where nothing can be written; other rollouts can then change them")
    private boolean without;

    /** @throws UserError if the options make no sense */
    public LockSettings of(RunId run, Invoker caller, Journal journal) {
        if (without && (breakStale || wait > 0)) {
            throw new UserError("--without-locks locks no host, so there is none to break or to wait for");
        }
        if (time < 10 || wait < 0) {
            throw new UserError("--lock-time wants at least 10 seconds, and --lock-wait none or more");
        }
        Duration patience = Duration.ofSeconds(wait);
        return new LockSettings(
                run.text(), caller.who(), Duration.ofSeconds(time), patience, breakStale, !without, journal::hasEnded);
    }
}
