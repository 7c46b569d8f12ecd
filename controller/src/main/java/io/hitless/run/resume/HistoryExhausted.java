package io.hitless.run.resume;

/** While a run's past is taken up to be undone: it came no further than this. */
public final class HistoryExhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    HistoryExhausted() {
        super("nothing more is known of the run", null, false, false);
    }
}
