package io.hitless.agent;

import org.jspecify.annotations.Nullable;

/** What came of asking for a host's lease. */
public sealed interface LeaseAnswer {
    /**
     * It is ours.
     *
     * @param epoch for the tickets of calls
     * @param broken the stale lease of another run that had to give way, or null
     */
    record Granted(long epoch, @Nullable HostLease broken) implements LeaseAnswer {}

    /** Another run has it. */
    record Refused(HostLease holder) implements LeaseAnswer {}
}
