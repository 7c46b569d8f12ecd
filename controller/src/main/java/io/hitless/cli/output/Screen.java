package io.hitless.cli.output;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.report.console.AdHocConsole;
import io.hitless.report.console.Console;
import io.hitless.report.console.ConsoleOptions;
import io.hitless.report.live.LiveView;
import java.io.PrintStream;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * What people see of a run while it is under way: chosen by what is to be shown, and by the terminal there is. To be
 * closed when it is over.
 */
public final class Screen implements EventSink, AutoCloseable {
    /** Shows nothing, as where standard output is a program's. */
    public static final Screen NONE = new Screen(_ -> {}, null);

    private static final String CTRL_Z = "TSTP";

    private final EventSink shown;
    private final @Nullable LiveView view;
    private final PrintStream errors = System.err;
    private @Nullable Object stops;

    private Screen(EventSink shown, @Nullable LiveView view) {
        this.shown = shown;
        this.view = view;
        if (view != null) {
            stops = Signals.register(CTRL_Z, () -> view.away(SystemTty::stop));
            if (SystemTty.hasErrors()) {
                System.setErr(view.lines());
            }
        }
    }

    /** A run of playbooks, as ansible-playbook would show it; on a terminal folded, above how far it has come. */
    public static Screen ofRun(Display display) {
        boolean live = display.live() && Terminal.isInteractive();
        ConsoleOptions options = display.console(Terminal.hasColour(), display.folds(live));
        return live ? live(out -> new Console(out, options)) : new Screen(new Console(System.out, options), null);
    }

    /** One module's results, as ansible would show them. */
    public static Screen ofModule(Display display) {
        ConsoleOptions options = display.console(Terminal.hasColour(), display.fold());
        boolean live = display.live() && Terminal.isInteractive();
        return live
                ? live(out -> new AdHocConsole(out, options))
                : new Screen(new AdHocConsole(System.out, options), null);
    }

    /** Only how far it has come, for what is told as a whole when it is over: a plan, a drift check. */
    public static Screen meanwhile(Display display) {
        return display.live() && Terminal.isInteractive() ? live(_ -> _ -> {}) : NONE;
    }

    private static Screen live(Function<PrintStream, EventSink> above) {
        LiveView view = new LiveView(new SystemTty(), above);
        return new Screen(view, view);
    }

    @Override
    public void on(Event event) {
        shown.on(event);
    }

    /** Asks the operator something with nothing in the way. */
    public <T extends @Nullable Object> T asking(Supplier<T> question) {
        return view == null ? question.get() : view.asking(question);
    }

    /** Leaves the terminal as it was found; also from another thread, at an end that can't wait. */
    @Override
    public synchronized void close() {
        if (view != null) {
            view.close();
            System.setErr(errors);
        }
        if (stops != null) {
            Signals.unregister(CTRL_Z, stops);
            stops = null;
        }
    }
}
