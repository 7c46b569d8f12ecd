package io.hitless.run.step;

import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import org.jspecify.annotations.Nullable;

/**
 * What steps are run for: the play itself, or a trial, whose failures somebody else judges. A trial knows no tags, ends
 * no play, and leaves the hosts' counts as they were.
 *
 * @param label stands before the names of a trial's tasks; null for the play
 * @param looks whether the steps only look, so that a host need not keep anything of them, neither answers nor what was
 *     before
 */
public record StepPurpose(@Nullable String label, boolean looks) {
    public static final StepPurpose PLAY = new StepPurpose(null, false);
    public static final StepPurpose ROLLBACK = new StepPurpose("rollback", false);

    /** A gate and the like. */
    public static StepPurpose look(String label) {
        return new StepPurpose(label, true);
    }

    public boolean isTrial() {
        return label != null;
    }

    TaskRef named(TaskRef ref) {
        return label == null
                ? ref
                : new TaskRef(ref.id(), ref.key(), label + " : " + ref.name(), ref.action(), ref.handler(), ref.at());
    }

    /** A failure in a trial is not yet one of the host. */
    public Outcome shown(Outcome outcome) {
        return switch (outcome.status()) {
            case FAILED -> as(Outcome.Status.IGNORED, outcome);
            case UNREACHABLE -> as(Outcome.Status.UNREACHABLE_IGNORED, outcome);
            case OK, CHANGED, UNKNOWN, SKIPPED, IGNORED, UNREACHABLE_IGNORED -> outcome;
        };
    }

    /** What was shown like that, of a task that ignores nothing itself. */
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
