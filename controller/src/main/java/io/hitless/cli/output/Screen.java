package io.hitless.cli.output;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.report.console.AdHocConsole;
import io.hitless.report.console.Console;
import io.hitless.report.console.ConsoleOptions;
import io.hitless.report.console.OneLineConsole;
import io.hitless.report.export.AnsibleJson;
import io.hitless.report.live.LiveView;
import java.io.PrintStream;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/** The output for people during a run. It depends on the display options and the terminal. Close it at the end. */
public final class Screen implements EventSink, AutoCloseable {
    /** Shows nothing, for example because standard output is read by a program. */
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
            stops = Signals.register(CTRL_Z, () -> view.withoutView(SystemTty::stop));
            if (SystemTty.hasErrors()) {
                System.setErr(view.lines());
            }
        }
    }

    /**
     * Shows a run of playbooks in ansible-playbook's format. On a terminal, hosts are grouped and a live view shows the
     * progress.
     */
    public static Screen ofRun(Display display) {
        Callback callback = display.callback();
        if (callback != null) {
            return new Screen(
                    new WarningsApart(RetryFile.before(sink(callback, display)), callback.warnsOfResults()), null);
        }
        boolean live = display.live() && Terminal.isInteractive();
        ConsoleOptions options = display.console(Terminal.hasColour(), display.isGrouped(live));
        return live ? live(out -> new Console(out, options)) : new Screen(new Console(System.out, options), null);
    }

    private static EventSink sink(Callback callback, Display display) {
        ConsoleOptions options = display.console(Terminal.hasColour(), false);
        return switch (callback) {
            case DEFAULT, YAML -> new Console(System.out, options);
            case MINIMAL -> new AdHocConsole(System.out, options);
            case ONELINE -> new OneLineConsole(System.out, Terminal.hasColour());
            case JSON -> new AnsibleJson(System.out);
            case JUNIT -> _ -> {}; // the callback writes a file
        };
    }

    /** The results of an ad hoc module in ansible's format. */
    public static Screen ofModule(Display display) {
        if (display.callback() != null) {
            return ofRun(display);
        }
        ConsoleOptions options = display.console(Terminal.hasColour(), display.grouped());
        boolean live = display.live() && Terminal.isInteractive();
        return live
                ? live(out -> new AdHocConsole(out, options))
                : new Screen(new AdHocConsole(System.out, options), null);
    }

    /** Shows only the progress, for commands that report at their end: a plan, a drift check. */
    public static Screen progressOnly(Display display) {
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

    /** Asks the operator a question with the live view hidden. */
    public <T extends @Nullable Object> T asking(Supplier<T> question) {
        return view == null ? question.get() : view.asking(question);
    }

    /** Restores the terminal. Another thread can call this method when the process must exit. */
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
