package io.hitless.cli;

import io.hitless.run.Locking;
import io.hitless.source.UserError;
import io.hitless.store.Caller;
import io.hitless.store.RunId;
import java.time.Duration;
import picocli.CommandLine.Option;

/** How a rollout behaves towards others that are at the same hosts. */
final class LockOptions {
    @Option(
            names = "--lock-wait",
            paramLabel = "SECONDS",
            defaultValue = "0",
            description = "how long to wait for another rollout to let go of a host (default: ${DEFAULT-VALUE})")
    private int wait;

    @Option(
            names = "--lock-time",
            paramLabel = "SECONDS",
            defaultValue = "90",
            description = "how long a host stays locked without a sign of life of its rollout (default: ${DEFAULT-VALUE})")
    private int time;

    @Option(
            names = "--break-lock",
            description = "take hosts over from a rollout that gives no sign of life any more and has not let go of them")
    private boolean breakStale;

    /** @throws UserError if a time makes no sense */
    Locking of(RunId run, Caller caller) {
        if (time < 10 || wait < 0) {
            throw new UserError("--lock-time wants at least 10 seconds, and --lock-wait none or more");
        }
        return new Locking(run.text(), caller.user() + "@" + caller.bastion(), Duration.ofSeconds(time), Duration.ofSeconds(wait), breakStale);
    }
}
