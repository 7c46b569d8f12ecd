package io.hitless.report;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.TaskRef;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * For a terminal: below what another sink prints, one line that shows the task under way, how many hosts are done, which are not, and for
 * how long. It is wiped before anything is printed.
 */
public final class Progress implements EventSink {
    private static final Duration TICK = Duration.ofMillis(250);
    private static final Duration QUIET_AT_FIRST = Duration.ofMillis(400);
    private static final String WIPE = "\r\u001b[K";

    private final PrintStream terminal;
    private final EventSink below;
    private final int width;
    private final Thread ticker;
    private final Set<String> waiting = new LinkedHashSet<>();
    private @Nullable TaskRef task;
    private int hosts;
    private long since;
    private boolean drawn;

    /** @param width columns of the terminal */
    public Progress(PrintStream terminal, int width, EventSink below) {
        this.terminal = terminal;
        this.width = width;
        this.below = below;
        this.ticker = Thread.ofVirtual().name("progress").start(this::tick);
    }

    @Override
    public synchronized void on(Event event) {
        switch (event) {
            case Event.TaskStarted started -> {
                task = started.task();
                hosts = started.hosts().size();
                waiting.clear();
                waiting.addAll(started.hosts());
                since = System.nanoTime();
            }
            case Event.TaskEnded ended -> waiting.remove(ended.host());
            case Event.RunEnded _ -> waiting.clear();
            default -> {}
        }
        if (!(event instanceof Event.HostStarted)) {
            wipe();
            below.on(event);
        }
    }

    private void tick() {
        try {
            while (true) {
                Thread.sleep(TICK);
                draw();
            }
        } catch (InterruptedException _) {
            // stopped
        }
    }

    private synchronized void draw() {
        Duration elapsed = Duration.ofNanos(System.nanoTime() - since);
        if (task == null || waiting.isEmpty() || elapsed.compareTo(QUIET_AT_FIRST) < 0) {
            return;
        }
        String text = String.format(
                "%s: %d of %d done, %d s, waiting for %s",
                Shown.text(task.name()), hosts - waiting.size(), hosts, elapsed.toSeconds(), Shown.text(String.join(", ", waiting)));
        String line = text.length() < width ? text : text.substring(0, Math.max(0, width - 2)) + "\u2026";
        terminal.print(WIPE + Style.QUIET.paint(line));
        terminal.flush();
        drawn = true;
    }

    private void wipe() {
        if (drawn) {
            terminal.print(WIPE);
            drawn = false;
        }
    }

    /** Wipes the line; nothing is drawn any more. */
    public void stop() {
        ticker.interrupt();
        synchronized (this) {
            wipe();
            terminal.flush();
        }
    }
}
