package io.hitless.run.host;

import io.hitless.playbook.Task;
import io.hitless.value.SecretUse;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Whether a host takes part in what comes, and what stands against it. Only the moves that exist are methods: a host
 * that failed becomes one that has not by a rescue or by {@code meta: clear_host_errors}, and by nothing else.
 */
public sealed interface HostState {
    /** Takes part, and nothing stands against it. */
    static Live fresh() {
        return new Live(null);
    }

    /**
     * What made a host fail, as a rescue sees it.
     *
     * @param rescuable whether a block around has a rescue for it, and it is counted as rescued
     * @param secrets what went into it
     */
    record Failure(@Nullable Task task, Map<String, @Nullable Object> result, boolean rescuable, Set<String> secrets) {
        /** One that comes of what is computed now. */
        public Failure(@Nullable Task task, Map<String, @Nullable Object> result, boolean rescuable) {
            this(task, result, rescuable, Set.copyOf(SecretUse.soFar()));
        }

        /** Of no task. */
        public static Failure between(String why) {
            return new Failure(null, Map.of("msg", why), false);
        }

        /** Whether the host was taken out because others failed: then there is no result of its own. */
        public boolean isOfOthers() {
            return result.isEmpty();
        }
    }

    /** What stands against it, or null. */
    default @Nullable Failure cause() {
        return null;
    }

    /** Whether it failed or could not be reached, and was not taken in again. */
    default boolean isLost() {
        return false;
    }

    /** Takes no more part in this play, by {@code meta: end_host} and the like; one that failed stays failed. */
    HostState end();

    /** Its errors are forgiven: it is there again at the next play, or where a block around would have taken it up. */
    HostState pardon();

    /** Takes part. */
    sealed interface Working extends HostState {
        default Failed fail(Failure why) {
            return new Failed(why);
        }

        default Unreachable loseTouch(Failure why) {
            return new Unreachable(why);
        }

        /** The same, with what others' failure will make of it at the end. */
        Working owing(Failure ofOthers);
    }

    /**
     * Has not failed.
     *
     * @param due others' failure, from which a rescue saved it in this play only ({@code any_errors_fatal})
     */
    record Live(@Nullable Failure due) implements Working {
        @Override
        public HostState end() {
            return due == null ? new Ended() : new Out(due);
        }

        @Override
        public HostState pardon() {
            return fresh();
        }

        @Override
        public Live owing(Failure ofOthers) {
            return new Live(ofOthers);
        }
    }

    /**
     * In a rescue.
     *
     * @param before what it was when its block began, and is again when the rescue is done
     */
    record Rescuing(Failure why, Working before) implements Working {
        Working done() {
            return why.isOfOthers() ? before.owing(why) : before;
        }

        /** In a block within the rescue: as in Ansible, nothing has been rescued then. */
        @Override
        public HostState end() {
            return new Out(why);
        }

        /** By a step of the rescue itself, which is its last then. */
        HostState endRescued() {
            return done().end();
        }

        @Override
        public HostState pardon() {
            return before.pardon();
        }

        @Override
        public Rescuing owing(Failure ofOthers) {
            return new Rescuing(why, before.owing(ofOthers));
        }
    }

    /** Failed, and is in {@code always} or forced handlers before that counts. */
    record Finishing(Failure cause) implements Working {
        Failed done() {
            return new Failed(cause);
        }

        @Override
        public Out end() {
            return new Out(cause);
        }

        @Override
        public HostState pardon() {
            return fresh();
        }

        @Override
        public Finishing owing(Failure ofOthers) {
            return this;
        }
    }

    /** Failed; blocks around may take it up. */
    record Failed(Failure cause) implements HostState {
        Rescuing rescue(Working before) {
            return new Rescuing(cause, before);
        }

        Finishing finish() {
            return new Finishing(cause);
        }

        @Override
        public boolean isLost() {
            return true;
        }

        @Override
        public Out end() {
            return new Out(cause);
        }

        @Override
        public Pardoned pardon() {
            return new Pardoned();
        }
    }

    /** Failed, and no block takes it up any more. */
    record Out(Failure cause) implements HostState {
        @Override
        public boolean isLost() {
            return true;
        }

        @Override
        public Out end() {
            return this;
        }

        @Override
        public Ended pardon() {
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
        public Live pardon() {
            return fresh(); // as in Ansible: it goes on in this play
        }
    }

    /** Its steps took longer than {@code host_timeout} allows: it is left alone, and does not hold up the others. */
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
        public Ended pardon() {
            return new Ended();
        }
    }

    /** Failed, and was forgiven: its block's rescue or {@code always} runs yet, and takes it in again. */
    record Pardoned() implements HostState {
        @Override
        public Ended end() {
            return new Ended();
        }

        @Override
        public Pardoned pardon() {
            return this;
        }
    }

    /** Left in peace for the rest of the play. */
    record Ended() implements HostState {
        @Override
        public Ended end() {
            return this;
        }

        @Override
        public Ended pardon() {
            return this;
        }
    }
}
