package io.hitless.run.task;

import io.hitless.agent.CallContext;
import io.hitless.run.host.HostRun;
import io.hitless.run.lock.HostLocks;
import io.hitless.run.step.CallKey;
import io.hitless.transport.ConnectFailure;
import io.hitless.transport.Target;
import org.jspecify.annotations.Nullable;

/**
 * Makes a call part of its rollout.
 *
 * @param context null if hosts store no results of this run
 * @param notLocked why the host could not be reached to lock it, or null; if set, nothing is executed there
 */
record CallTicket(@Nullable CallContext context, @Nullable ConnectFailure notLocked) {
    /** The ticket of a call that changes nothing. */
    static final CallTicket NONE = new CallTicket(null, null);

    /** @throws io.hitless.source.UserError if the host cannot be locked */
    static CallTicket of(HostLocks locks, HostRun host, Delegation delegation, Target target, CallKey key)
            throws InterruptedException {
        if (delegation.isElsewhere(host.name())) {
            return new CallTicket(locks.callContext(delegation.acting(host.name()), target, key), null);
        }
        try {
            return new CallTicket(locks.callContext(host, target, key), null);
        } catch (ConnectFailure e) {
            return new CallTicket(null, e);
        }
    }
}
