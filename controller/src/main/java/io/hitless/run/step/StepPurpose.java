package io.hitless.run.step;

import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import org.jspecify.annotations.Nullable;

/**
 * The purpose of steps: the play itself, or a trial, such as a gate, whose failures are judged by its caller. A trial
 * ignores tags, does not end the play, and leaves the counts of hosts unchanged.
 *
 * @param label the prefix of the names of a trial's tasks; null for the play
 * @param looks whether the steps only inspect hosts, so that a host need not store their results or pre-images
 */
public record StepPurpose(@Nullable String label, boolean looks) {
    public static final StepPurpose PLAY = new StepPurpose(null, false);
    public static final StepPurpose ROLLBACK = new StepPurpose("rollback", false);

    /** Returns the purpose of a gate or a similar check. */
    public static StepPurpose look(String label) {
        return new StepPurpose(label, true);
    }

    public boolean isTrial() {
        return label != null;
    }

    TaskRef named(TaskRef ref) {
        return label == null ? ref : ref.named(label + " : " + ref.name());
    }

    /**
     * Returns the outcome to show: in a trial, a failure is shown as ignored, since it is not yet a failure of the
     * host.
     */
    public Outcome shown(Outcome outcome) {
        return switch (outcome.status()) {
            case FAILED -> as(Outcome.Status.IGNORED, outcome);
            case UNREACHABLE -> as(Outcome.Status.UNREACHABLE_IGNORED, outcome);
            case OK, CHANGED, UNKNOWN, SKIPPED, IGNORED, UNREACHABLE_IGNORED -> outcome;
        };
    }

    /**
     * Returns the actual outcome for one that {@link #shown} returned, of a task that does not ignore errors itself.
     */
    public Outcome meant(Outcome shown) {
        return switch (shown.status()) {
            case IGNORED -> as(Outcome.Status.FAILED, shown);
            case UNREACHABLE_IGNORED -> as(Outcome.Status.UNREACHABLE, shown);
            case OK, CHANGED, UNKNOWN, SKIPPED, FAILED, UNREACHABLE -> shown;
        };
    }

    private Outcome as(Outcome.Status status, Outcome outcome) {
        return isTrial() ? outcome.with(status) : outcome;
    }
}
