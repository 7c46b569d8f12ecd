package io.hitless.event;

/** How the tasks of a host ended, as the recap shows them: a changed task counts as ok too, an ignored one as well. */
public record Counts(int ok, int changed, int unreachable, int failed, int skipped, int rescued, int ignored) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    /** With one more ended task. An ignored failure that changed something counts as changed, as in Ansible. */
    public Counts plus(Outcome outcome) {
        int change = outcome.changed() ? 1 : 0;
        return switch (outcome.status()) {
            case OK -> new Counts(ok + 1, changed, unreachable, failed, skipped, rescued, ignored);
            case CHANGED -> new Counts(ok + 1, changed + 1, unreachable, failed, skipped, rescued, ignored);
            case SKIPPED, UNKNOWN -> new Counts(ok, changed, unreachable, failed, skipped + 1, rescued, ignored);
            case FAILED -> new Counts(ok, changed, unreachable, failed + 1, skipped, rescued, ignored);
            case IGNORED -> new Counts(ok + 1, changed + change, unreachable, failed, skipped, rescued, ignored + 1);
            case UNREACHABLE -> new Counts(ok, changed, unreachable + 1, failed, skipped, rescued, ignored);
            case UNREACHABLE_IGNORED -> new Counts(ok + 1, changed, unreachable, failed, skipped, rescued, ignored + 1);
        };
    }

    /** With one more run of steps that were included. */
    public Counts plusIncluded() {
        return new Counts(ok + 1, changed, unreachable, failed, skipped, rescued, ignored);
    }

    /** With one more failure that is none of a task. */
    public Counts plusFailed() {
        return new Counts(ok, changed, unreachable, failed + 1, skipped, rescued, ignored);
    }

    /** With one more failure that a rescue takes care of. */
    public Counts plusRescued() {
        return new Counts(ok, changed, unreachable, failed, skipped, rescued + 1, ignored);
    }

    /** The rescue that was to take care of the last failure never came. */
    public Counts unrescued() {
        return new Counts(ok, changed, unreachable, failed + 1, skipped, rescued - 1, ignored);
    }

    /** The host's last failure did not count after all: it was rescued. */
    public Counts rescue() {
        return new Counts(ok, changed, unreachable, failed - 1, skipped, rescued + 1, ignored);
    }
}
