package io.hitless.cli;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.report.AdHocConsole;
import io.hitless.report.Console;
import io.hitless.report.Progress;

/** What people see of a run while it is under way: chosen by what is to be shown, and by the terminal there is. To be closed when it is over. */
final class Screen implements EventSink, AutoCloseable {
    /** Shows nothing, as where standard output is a program's. */
    static final Screen NONE = new Screen(_ -> {}, () -> {});

    private final EventSink shown;
    private final Runnable end;

    private Screen(EventSink shown, Runnable end) {
        this.shown = shown;
        this.end = end;
    }

    /** A run of playbooks, as ansible-playbook would show it. */
    static Screen ofRun(RunOptions run) {
        return aboveProgress(new Console(System.out, options(run)));
    }

    /** One module's results, as ansible would show them. */
    static Screen ofModule(RunOptions run) {
        return new Screen(new AdHocConsole(System.out, options(run)), () -> {});
    }

    /** Only how far it has come, for what is told as a whole when it is over: a plan, a drift check. */
    static Screen meanwhile() {
        return aboveProgress(_ -> {});
    }

    private static Console.Options options(RunOptions run) {
        return new Console.Options(Terminal.hasColour(), run.verbosity(), run.diff);
    }

    private static Screen aboveProgress(EventSink sink) {
        if (!Terminal.isInteractive()) {
            return new Screen(sink, () -> {});
        }
        Progress progress = new Progress(System.out, Terminal.width(), sink);
        return new Screen(progress, progress::stop);
    }

    @Override
    public void on(Event event) {
        shown.on(event);
    }

    @Override
    public void close() {
        end.run();
    }
}
