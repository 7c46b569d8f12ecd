package io.hitless.agent;

import org.jspecify.annotations.Nullable;

/** What came of asking for a host's lease. */
public sealed interface LeaseAnswer {
    /**
     * It is ours.
     *
     * @param lease for the tickets of calls
     * @param broken the stale lease of another run that had to give way, or null
     * @param alone whether rollouts that log in as other users, and not as root, can't see it
     */
    record Granted(HeldLease lease, @Nullable HostLease broken, boolean alone) implements LeaseAnswer {}

    /**
     * Another run has it.
     *
     * @param why it could not be broken though that was asked for, or null
     */
    record Refused(HostLease holder, @Nullable String why) implements LeaseAnswer {}
}
