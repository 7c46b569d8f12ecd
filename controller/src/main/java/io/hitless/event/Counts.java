package io.hitless.event;

/** The task counts of a host, as the recap shows them. A changed or ignored task also counts as ok. */
public record Counts(int ok, int changed, int unreachable, int failed, int skipped, int rescued, int ignored) {
    public static final Counts NONE = new Counts(0, 0, 0, 0, 0, 0, 0);

    /** Adds a task that has ended. An ignored failure that changed something counts as changed, as in Ansible. */
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

    /** Adds an include that ran. */
    public Counts plusIncluded() {
        return new Counts(ok + 1, changed, unreachable, failed, skipped, rescued, ignored);
    }

    /** Adds a failure that does not belong to a task. */
    public Counts plusFailed() {
        return new Counts(ok, changed, unreachable, failed + 1, skipped, rescued, ignored);
    }

    /** Adds a failure that a rescue handles. */
    public Counts plusRescued() {
        return new Counts(ok, changed, unreachable, failed, skipped, rescued + 1, ignored);
    }

    /** Counts the last rescued failure as failed again, because its rescue never began. */
    public Counts unrescued() {
        return new Counts(ok, changed, unreachable, failed + 1, skipped, rescued - 1, ignored);
    }

    /** Counts the host's last failure as rescued. */
    public Counts rescue() {
        return new Counts(ok, changed, unreachable, failed - 1, skipped, rescued + 1, ignored);
    }
}
