package io.hitless.run.lock;

import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseReply;
import io.hitless.source.Problems;
import io.hitless.source.UserError;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a host could not be locked: another rollout holds it.
 *
 * @param holder the lease of the other rollout
 * @param why why a stale lease could not be broken though that was requested, or null
 * @param ended whether this bastion knows the other rollout and its process here is gone
 */
record LockRefusal(String host, HostLease holder, @Nullable String why, boolean ended) {
    static LockRefusal of(String host, LeaseReply.Refused refused, LockSettings settings) {
        return new LockRefusal(
                host,
                refused.holder(),
                refused.why(),
                settings.hasEnded().test(refused.holder().run()));
    }

    /** One error for all hosts, sorted by host. */
    static UserError all(Map<String, LockRefusal> refused) {
        Problems problems = new Problems();
        refused.keySet().stream()
                .sorted()
                .forEach(host ->
                        problems.add(Objects.requireNonNull(refused.get(host)).error()));
        return problems.asError();
    }

    UserError error() {
        return new UserError(null, message(), hint());
    }

    boolean isStale() {
        return holder.state() == HostLease.State.STALE;
    }

    /** Returns a message that names the holder of the host. */
    String message() {
        if (holder.bad() != null) {
            return host + " is locked by an unknown owner: " + holder.file() + " on the host " + holder.bad()
                    + whyNotBroken();
        }
        String userText = holder.user().equals("root") ? "" : " (user " + holder.user() + " there)";
        String holderText =
                " locked by rollout " + holder.run() + " of " + holder.owner() + userText + " since " + holder.taken();
        if (!isStale()) {
            return host + " is" + holderText
                    + (ended
                            ? ", whose process on this bastion is gone; its last call is still under way on the host"
                            : "");
        }
        return host + " is still" + holderText
                + (ended
                        ? ", whose process on this bastion is gone"
                        : ", which has not renewed its lock (for "
                                + holder.left().abs().toSeconds() + " s)")
                + whyNotBroken();
    }

    private String whyNotBroken() {
        return why == null ? "" : "; " + why;
    }

    private String hint() {
        if (holder.bad() != null) {
            return "'hitless locks --break " + host + "' removes that lock, --break-lock does so for this rollout";
        }
        String continueOrUndo = "'hitless resume " + holder.run() + "' continues it, 'hitless rollback " + holder.run()
                + "' undoes its changes";
        return isStale()
                ? continueOrUndo + ", --break-lock takes over the host with its changes"
                : ended ? continueOrUndo : "--lock-wait SECONDS waits for it; 'hitless locks' shows all locks";
    }
}
