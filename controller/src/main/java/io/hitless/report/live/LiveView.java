package io.hitless.report.live;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.report.CleanStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jline.utils.AttributedString;
import org.jspecify.annotations.Nullable;

/**
 * A run on a terminal: what another sink prints scrolls by, and below it, drawn a few times per second, stands how far
 * the run has come. It begins when a run has lasted a moment, so that a short one costs nothing, and is gone when the
 * run ends, so that the verdict stands last.
 */
public final class LiveView implements EventSink, AutoCloseable {
    private static final Duration QUIET_AT_FIRST = Duration.ofMillis(400);
    private static final Duration TICK = Duration.ofMillis(100);

    /** Of the time, a part this small at most goes into drawing. */
    private static final int SHARE = 10;

    private final Tty tty;
    private final ByteArrayOutputStream scrolling = new ByteArrayOutputStream();
    private final PrintStream printed;
    private final EventSink above;
    private final LiveState board = new LiveState(System.nanoTime());
    private final Thread painter;

    /**
     * Held while the terminal is written to: who tells an event does not wait for a slow one. Taken before the monitor,
     * never after.
     */
    private final ReentrantLock painting = new ReentrantLock();

    private @Nullable TerminalRegion pane;
    private Tty.Extent extent = Tty.Extent.USUAL;
    private boolean muted;
    private boolean closed;
    private volatile boolean resized = true;
    private volatile boolean changed;
    private volatile boolean direct = true;
    private boolean asking;
    private long second;

    /** @param above makes the sink whose lines scroll by, from where it is to print them */
    public LiveView(Tty tty, Function<PrintStream, EventSink> above) {
        this.tty = tty;
        this.printed = CleanStream.printing(scrolling, false);
        this.above = above.apply(printed);
        this.painter = Thread.ofPlatform().daemon().name("view").start(this::paint);
    }

    @Override
    public void on(Event event) {
        synchronized (this) {
            if (asking) { // the run goes on: the question was answered elsewhere, and its line is not ended
                asking = false;
                printed.println();
            }
            board.on(event, System.nanoTime());
            above.on(event);
            changed = true;
        }
        if (direct || event instanceof Event.RunEnded) {
            frame();
        }
    }

    /** Where others may print while the view is there: whole lines scroll by. */
    public PrintStream lines() {
        return new PrintStream(new Lines(), true, StandardCharsets.UTF_8);
    }

    /**
     * Asks a question with the view out of the way; it is back when that is answered, or when the run goes on without.
     */
    public <T extends @Nullable Object> T asking(Supplier<T> question) {
        painting.lock();
        try {
            synchronized (this) {
                asking = true;
            }
            wipe();
        } finally {
            painting.unlock();
        }
        try {
            return question.get();
        } finally {
            synchronized (this) {
                asking = false;
            }
        }
    }

    /** Does something while the terminal is as it was found: a process that is stopped leaves it to the shell. */
    public void away(Runnable work) {
        painting.lock();
        try {
            wipe();
            work.run();
            resized = true;
        } finally {
            painting.unlock();
        }
    }

    private void wipe() {
        if (pane != null) {
            pane.draw(drained(), List.of());
        } else {
            write(drained());
        }
        mute(false);
    }

    private void paint() {
        try {
            Thread.sleep(QUIET_AT_FIRST);
            open();
            while (!direct) {
                long begun = System.nanoTime();
                frame();
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                Thread.sleep(took.multipliedBy(SHARE).compareTo(TICK) > 0 ? took.multipliedBy(SHARE) : TICK);
            }
        } catch (InterruptedException _) {
            // closed
        }
    }

    // Nobody waits for this: it is a few classes and files.
    private void open() {
        TerminalRegion opened;
        try {
            opened = TerminalRegion.open(tty);
        } catch (IOException _) {
            return; // lines alone, then
        }
        painting.lock();
        try {
            if (opened != null && !closed) {
                pane = opened;
                direct = false;
                tty.onChange(() -> resized = true);
            }
        } finally {
            painting.unlock();
        }
    }

    private void frame() {
        painting.lock();
        try {
            long now = System.nanoTime() / 1_000_000_000;
            boolean due = changed || resized || now != second;
            if (pane == null || isAsking()) {
                write(drained());
            } else if (due) {
                second = now;
                changed = false;
                draw(pane);
            }
        } finally {
            painting.unlock();
        }
    }

    private void draw(TerminalRegion its) {
        if (resized) {
            resized = false;
            extent = tty.extent();
            its.resize(extent);
        }
        List<AttributedString> lines;
        String text;
        synchronized (this) {
            text = drained();
            lines = new ViewRenderer(Glyphs.of(tty.charset(), tty.type()), extent).of(board, System.nanoTime());
        }
        mute(!lines.isEmpty());
        its.draw(text, lines);
    }

    // What is typed is shown while nothing is drawn.
    private void mute(boolean wanted) {
        if (muted != wanted) {
            muted = wanted;
            tty.echo(!wanted);
        }
    }

    private synchronized boolean isAsking() {
        return asking;
    }

    private synchronized String drained() {
        printed.flush();
        String text = scrolling.toString(StandardCharsets.UTF_8);
        scrolling.reset();
        return text;
    }

    private void write(String text) {
        try {
            tty.out().write(text.getBytes(tty.charset()));
            tty.out().flush();
        } catch (IOException _) {
            // nobody looks any more
        }
    }

    /** Leaves the terminal as it was found; nothing is drawn any more. */
    @Override
    public void close() {
        painter.interrupt();
        painting.lock();
        try {
            wipe();
            closed = true;
            direct = true;
            if (pane != null) {
                tty.onChange(null);
                pane.close();
                pane = null;
            }
        } catch (IOException _) {
            // nobody looks any more
        } finally {
            painting.unlock();
        }
    }

    /** Gathers lines and lets each scroll by when it is whole. */
    private final class Lines extends OutputStream {
        @Override
        public void write(int one) {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            synchronized (LiveView.this) {
                printed.write(bytes, from, length);
                changed = true;
            }
        }

        @Override
        public void flush() {
            if (direct || isAsking()) {
                frame();
            }
        }
    }
}
