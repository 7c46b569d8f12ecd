package io.hitless.run.host;

import io.hitless.playbook.Step;
import io.hitless.value.SecretUse;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host takes part in the next steps, and if not, why. Only legal transitions exist as methods: a host that
 * failed takes part again only after a rescue or {@code meta: clear_host_errors}.
 */
public sealed interface HostState {
    /** Takes part, and has not failed. */
    static Live live() {
        return new Live(null);
    }

    /**
     * What made a host fail.
     *
     * @param rescuable whether an enclosing block has a rescue for it, and it counts as rescued
     * @param secrets the secrets that its result was computed from
     */
    record Failure(@Nullable Step step, Map<String, @Nullable Object> result, boolean rescuable, Set<String> secrets) {
        /** With the secrets that this thread has used. */
        public Failure(@Nullable Step step, Map<String, @Nullable Object> result, boolean rescuable) {
            this(step, result, rescuable, Set.copyOf(SecretUse.soFar()));
        }

        /** A failure outside of any task. */
        public static Failure between(String cause) {
            return new Failure(null, Map.of("msg", cause), false);
        }

        /** Whether the host was taken out because others failed. It has no result then. */
        public boolean isOfOthers() {
            return result.isEmpty();
        }
    }

    /** Why it failed, or null. */
    default @Nullable Failure cause() {
        return null;
    }

    /** Whether it failed or could not be reached, and has not joined again. */
    default boolean isLost() {
        return false;
    }

    /** Ends the play for the host, as {@code meta: end_host} does. One that failed stays failed. */
    HostState end();

    /** Clears its errors: it joins again with the next play, or where an enclosing block would have rescued it. */
    HostState clearErrors();

    /** Takes part. */
    sealed interface Working extends HostState {
        default Failed fail(Failure cause) {
            return new Failed(cause, deferred());
        }

        /**
         * A failure of others that a rescue handles or handled. The host fails by it at the end of its batch. Or null.
         */
        @Nullable
        Failure deferred();

        default Unreachable becomeUnreachable(Failure cause) {
            return new Unreachable(cause);
        }

        /** The same, with a failure of others deferred to the end of the batch. */
        Working deferring(Failure ofOthers);
    }

    /**
     * Has not failed.
     *
     * @param deferred a failure of others that a rescue handled for this batch only ({@code any_errors_fatal})
     */
    record Live(@Nullable Failure deferred) implements Working {
        @Override
        public HostState end() {
            return deferred == null ? new Ended() : new Removed(deferred);
        }

        @Override
        public HostState clearErrors() {
            return live();
        }

        @Override
        public Live deferring(Failure ofOthers) {
            return new Live(ofOthers);
        }
    }

    /**
     * In a rescue.
     *
     * @param before its state when its block began, and again after the rescue
     */
    record Rescuing(Failure rescuedFrom, Working before) implements Working {
        @Override
        public @Nullable Failure deferred() {
            return rescuedFrom.isOfOthers() ? rescuedFrom : before.deferred();
        }

        Working done() {
            return rescuedFrom.isOfOthers() ? before.deferring(rescuedFrom) : before;
        }

        /** By a block within the rescue. As in Ansible, it has not been rescued then. */
        @Override
        public HostState end() {
            return new Removed(rescuedFrom);
        }

        /** By a step of the rescue itself: it has been rescued. */
        HostState endRescued() {
            return done().end();
        }

        @Override
        public HostState clearErrors() {
            return before.clearErrors();
        }

        @Override
        public Rescuing deferring(Failure ofOthers) {
            return new Rescuing(rescuedFrom, before.deferring(ofOthers));
        }
    }

    /** Failed, and still runs {@code always} or forced handlers. */
    record Finishing(Failure cause, @Nullable Failure deferred) implements Working {
        Failed done() {
            return new Failed(cause, deferred);
        }

        @Override
        public Removed end() {
            return new Removed(cause);
        }

        @Override
        public HostState clearErrors() {
            return live();
        }

        @Override
        public Finishing deferring(Failure ofOthers) {
            return this;
        }
    }

    /**
     * Failed. An enclosing block may let it join again.
     *
     * @param deferred see {@link Working#deferred}
     */
    record Failed(Failure cause, @Nullable Failure deferred) implements HostState {
        Failed(Failure cause) {
            this(cause, null);
        }

        Rescuing rescue(Working before) {
            return new Rescuing(cause, deferred == null ? before : before.deferring(deferred));
        }

        Finishing finish() {
            return new Finishing(cause, deferred);
        }

        @Override
        public boolean isLost() {
            return true;
        }

        @Override
        public Removed end() {
            return new Removed(cause);
        }

        @Override
        public ErrorsCleared clearErrors() {
            return new ErrorsCleared();
        }
    }

    /** Failed, and no block can let it join again. */
    record Removed(Failure cause) implements HostState {
        @Override
        public boolean isLost() {
            return true;
        }

        @Override
        public Removed end() {
            return this;
        }

        @Override
        public Ended clearErrors() {
            return new Ended();
        }
    }

    /** Could not be reached. */
    record Unreachable(Failure cause) implements HostState {
        @Override
        public boolean isLost() {
            return true;
        }

        @Override
        public Unreachable end() {
            return this;
        }

        @Override
        public Live clearErrors() {
            return live(); // as in Ansible, it continues in this play
        }
    }

    /**
     * Its steps took longer than {@code host_timeout} allows. It is skipped from then on, so that it does not hold up
     * the others.
     */
    record Quarantined(Failure cause) implements HostState {
        @Override
        public boolean isLost() {
            return true;
        }

        @Override
        public Quarantined end() {
            return this;
        }

        @Override
        public Ended clearErrors() {
            return new Ended();
        }
    }

    /** Failed, and its errors were cleared. It joins again in the rescue or {@code always} of its block. */
    record ErrorsCleared() implements HostState {
        @Override
        public Ended end() {
            return new Ended();
        }

        @Override
        public ErrorsCleared clearErrors() {
            return this;
        }
    }

    /** Takes no part in the rest of the play. */
    record Ended() implements HostState {
        @Override
        public Ended end() {
            return this;
        }

        @Override
        public Ended clearErrors() {
            return this;
        }
    }
}
