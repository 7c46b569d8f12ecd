package io.hitless.cli;

import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.report.RunHead;
import io.hitless.run.PlaybookRun;

/** Where a run is told, beside the journal: on the screen, in files, to other systems. Nothing that goes wrong there ends the run. */
final class Outputs implements EventSink, AutoCloseable {
    private final RunHead run;
    private final Screen screen;

    Outputs(RunHead run, Screen screen) {
        this.run = run;
        this.screen = screen;
    }

    RunHead run() {
        return run;
    }

    /** What people see, for who wants to ask them something. */
    Screen screen() {
        return screen;
    }

    @Override
    public void on(Event event) {
        screen.on(event);
    }

    /** An event of an earlier part of the run, now resumed: for those who tell of the whole of it. */
    void recall(Event event) {}

    /** What a drift check found: told once, before {@link #ended}. */
    void drift(DriftReport report) {}

    /** The run has come to its end: what is told of it as a whole is told now. */
    void ended(PlaybookRun.Verdict verdict) {}

    /** A run that did not come to {@link #ended} is told as one that an error has cut off. */
    @Override
    public void close() {
        screen.close();
    }
}
