package io.hitless.run.resume;

/**
 * Thrown at the end of the recorded history, if a run is replayed only to roll it back: the run did not get further.
 */
public final class HistoryExhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    HistoryExhausted() {
        super("nothing more is known of the run", null, false, false);
    }
}
