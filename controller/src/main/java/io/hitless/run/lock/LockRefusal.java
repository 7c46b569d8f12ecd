package io.hitless.run.lock;

import io.hitless.agent.HostLease;
import io.hitless.agent.LeaseAnswer;
import io.hitless.source.Problems;
import io.hitless.source.UserError;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Why a host could not be locked: another rollout has it.
 *
 * @param ended whether that is known on this bastion, and no process of it is at work here any more
 */
record LockRefusal(String host, HostLease holder, @Nullable String why, boolean ended) {
    static LockRefusal of(String host, LeaseAnswer.Refused refused, LockSettings how) {
        return new LockRefusal(
                host,
                refused.holder(),
                refused.why(),
                how.hasEnded().test(refused.holder().run()));
    }

    /** All of them at once, by host. */
    static UserError all(Map<String, LockRefusal> refused) {
        Problems problems = new Problems();
        refused.keySet().stream()
                .sorted()
                .forEach(host ->
                        problems.add(Objects.requireNonNull(refused.get(host)).error()));
        problems.throwIfAny();
        throw new IllegalStateException("nothing was refused");
    }

    UserError error() {
        return new UserError(null, words(), hint());
    }

    boolean isStale() {
        return holder.state() == HostLease.State.STALE;
    }

    /** What there is to know of it. */
    String words() {
        if (holder.bad() != null) {
            return host + " is locked by an unknown owner: " + holder.file() + " there " + holder.bad() + unbroken();
        }
        String as = holder.user().equals("root") ? "" : " (user " + holder.user() + " there)";
        String whom = " locked by rollout " + holder.run() + " of " + holder.owner() + as + " since " + holder.taken();
        if (!isStale()) {
            return host + " is" + whom
                    + (ended
                            ? ", whose process on this bastion is gone; its last call is still under way on the host"
                            : "");
        }
        return host + " is still" + whom
                + (ended
                        ? ", whose process on this bastion is gone"
                        : ", which has not renewed its lock (for "
                                + holder.left().abs().toSeconds() + " s)")
                + unbroken();
    }

    private String unbroken() {
        return why == null ? "" : "; " + why;
    }

    private String hint() {
        if (holder.bad() != null) {
            return "'hitless locks --break " + host + "' takes that lock away, --break-lock does so for this rollout";
        }
        String goOn = "'hitless resume " + holder.run() + "' continues it, 'hitless rollback " + holder.run()
                + "' undoes its changes";
        return isStale()
                ? goOn + ", --break-lock takes the host over with its changes"
                : ended ? goOn : "--lock-wait SECONDS waits for it; 'hitless locks' shows all locks";
    }
}
