package io.hitless.agent;

import org.jspecify.annotations.Nullable;

/** The reply to a request for a host's lease. */
public sealed interface LeaseReply {
    /**
     * The run holds the lease.
     *
     * @param lease for the tickets of calls
     * @param broken the stale lease of another run that was replaced, or null
     * @param alone whether rollouts that log in as other non-root users can't see it
     */
    record Granted(HeldLease lease, @Nullable HostLease broken, boolean alone) implements LeaseReply {}

    /**
     * Another run holds it.
     *
     * @param why the lease could not be broken although that was requested, or null
     */
    record Refused(HostLease holder, @Nullable String why) implements LeaseReply {}
}
