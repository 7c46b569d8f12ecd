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
 * A run on a terminal: lines of another sink scroll by, and the progress of the run is drawn below them a few times per
 * second. The view opens shortly after the start, so that short runs do not pay for it, and disappears when the run
 * ends, so that the verdict is the last line.
 */
public final class LiveView implements EventSink, AutoCloseable {
    private static final Duration DELAY = Duration.ofMillis(400);
    private static final Duration TICK = Duration.ofMillis(100);

    /** Drawing takes at most 1/SHARE of the time. */
    private static final int SHARE = 10;

    private final Tty tty;
    private final ByteArrayOutputStream scrolling = new ByteArrayOutputStream();
    private final PrintStream printed;
    private final EventSink above;
    private final LiveState state = new LiveState(System.nanoTime());
    private final Thread drawer;

    /**
     * Locks the terminal while it is written to, so that publishing an event does not wait for a slow terminal. Always
     * taken before this object's monitor.
     */
    private final ReentrantLock drawing = new ReentrantLock();

    private @Nullable TerminalRegion region;
    private Tty.Extent extent = Tty.Extent.USUAL;
    private boolean muted;
    private boolean closed;
    private volatile boolean resized = true;
    private volatile boolean changed;
    private volatile boolean direct = true;
    private boolean asking;
    private long second;

    /** @param above creates the sink whose lines scroll by, from the stream it prints to */
    public LiveView(Tty tty, Function<PrintStream, EventSink> above) {
        this.tty = tty;
        this.printed = CleanStream.printing(scrolling, false);
        this.above = above.apply(printed);
        this.drawer = Thread.ofPlatform().daemon().name("view").start(this::drawRepeatedly);
    }

    @Override
    public void on(Event event) {
        synchronized (this) {
            if (asking) { // the question was answered elsewhere, so the run continues in an unfinished line
                asking = false;
                printed.println();
            }
            state.on(event, System.nanoTime());
            above.on(event);
            changed = true;
        }
        if (direct || event instanceof Event.RunEnded) {
            frame();
        }
    }

    /** A stream for others to print to while the view is open: complete lines scroll by. */
    public PrintStream lines() {
        return new PrintStream(new Lines(), true, StandardCharsets.UTF_8);
    }

    /** Hides the view while a question is asked, until it is answered or the run continues without an answer. */
    public <T extends @Nullable Object> T asking(Supplier<T> question) {
        drawing.lock();
        try {
            synchronized (this) {
                asking = true;
            }
            erase();
        } finally {
            drawing.unlock();
        }
        try {
            return question.get();
        } finally {
            synchronized (this) {
                asking = false;
            }
        }
    }

    /** Runs something with the terminal restored, for example while the process is stopped. */
    public void withoutView(Runnable work) {
        drawing.lock();
        try {
            erase();
            work.run();
            resized = true;
        } finally {
            drawing.unlock();
        }
    }

    private void erase() {
        if (region != null) {
            region.draw(drained(), List.of());
        } else {
            write(drained());
        }
        setMuted(false);
    }

    private void drawRepeatedly() {
        try {
            Thread.sleep(DELAY);
            open();
            while (!direct) {
                long begun = System.nanoTime();
                frame();
                Duration took = Duration.ofNanos(System.nanoTime() - begun);
                Thread.sleep(took.multipliedBy(SHARE).compareTo(TICK) > 0 ? took.multipliedBy(SHARE) : TICK);
            }
        } catch (InterruptedException _) {
            // the view is closed
        }
    }

    // Runs on the drawing thread, because loading JLine's classes takes a moment.
    private void open() {
        TerminalRegion opened;
        try {
            opened = TerminalRegion.open(tty);
        } catch (IOException _) {
            return; // no view: only lines are shown
        }
        drawing.lock();
        try {
            if (opened != null && !closed) {
                region = opened;
                direct = false;
                tty.onChange(() -> resized = true);
            }
        } finally {
            drawing.unlock();
        }
    }

    private void frame() {
        drawing.lock();
        try {
            long now = System.nanoTime() / 1_000_000_000;
            boolean due = changed || resized || now != second;
            if (region == null || isAsking()) {
                write(drained());
            } else if (due) {
                second = now;
                changed = false;
                draw(region);
            }
        } finally {
            drawing.unlock();
        }
    }

    private void draw(TerminalRegion target) {
        if (resized) {
            resized = false;
            extent = tty.extent();
            target.resize(extent);
        }
        List<AttributedString> lines;
        String text;
        synchronized (this) {
            text = drained();
            lines = new ViewRenderer(Glyphs.of(tty.charset(), tty.type()), extent).of(state, System.nanoTime());
        }
        setMuted(!lines.isEmpty());
        target.draw(text, lines);
    }

    // Turns off echo while the view is drawn.
    private void setMuted(boolean wanted) {
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
            // the terminal is gone
        }
    }

    /** Restores the terminal and stops drawing. */
    @Override
    public void close() {
        drawer.interrupt();
        drawing.lock();
        try {
            erase();
            closed = true;
            direct = true;
            if (region != null) {
                tty.onChange(null);
                region.close();
                region = null;
            }
        } catch (IOException _) {
            // the terminal is gone
        } finally {
            drawing.unlock();
        }
    }

    /** Collects output and lets complete lines scroll by. */
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
