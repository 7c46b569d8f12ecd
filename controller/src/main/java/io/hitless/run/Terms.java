package io.hitless.run;

import org.jspecify.annotations.Nullable;

/**
 * What a run is bound by beside its playbooks.
 *
 * @param conductors who has the say between batches
 * @param locking how it keeps its hosts to itself; null: it doesn't
 * @param past what it came to before it was cut off
 */
public record Terms(Conductor.Source conductors, @Nullable Locking locking, Past past) {
    /** Those of a run that is none but a play of tasks. */
    public static final Terms NONE = new Terms((_, _) -> Conductor.ANSIBLE, null, Past.NONE);
}
