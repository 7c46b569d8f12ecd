package io.hitless.run.resume;

/** Ends the replay of a run that is only recalled, to roll it back: the run went no further than this. */
public final class HistoryExhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    HistoryExhausted() {
        super("nothing more is known of the run", null, false, false);
    }
}
