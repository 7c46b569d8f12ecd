package io.hitless.cli.launch;

import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Screen;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Ctrl-C and SIGTERM while a run is under way. The first Ctrl-C asks a rollout to stop at the end of the batch; the
 * second, or SIGTERM, stops it now: its thread is interrupted, so that it ends the sessions, tells how far it got and
 * returns; the JVM waits for that, but not for ever.
 */
public final class InterruptHandler implements AutoCloseable {
    private static final long GRACE_MILLIS = 10_000;
    private static final long SCREEN_MILLIS = 2_000;
    private static final String CTRL_C = "INT";

    private final Thread worker = Thread.currentThread();
    private final Thread hook = new Thread(this::stop, "interrupt");
    private final Screen screen;
    private final @Nullable Runnable atEndOfBatch;
    private final @Nullable Object before;
    private static final CountDownLatch OVER = new CountDownLatch(1);
    private volatile boolean finished;
    private boolean asked;

    /**
     * @param screen is left clean, however it ends
     * @param atEndOfBatch asks the run to stop when its batch is done; null for one that can be stopped at any time
     */
    public InterruptHandler(Screen screen, @Nullable Runnable atEndOfBatch) {
        this.screen = screen;
        this.atEndOfBatch = atEndOfBatch;
        Runtime.getRuntime().addShutdownHook(hook);
        this.before = atEndOfBatch == null ? null : Signals.register(CTRL_C, this::ctrlC);
    }

    /** All that the command has to do is done: whoever waits to end the JVM may. */
    public static void commandIsOver() {
        OVER.countDown();
    }

    private synchronized void ctrlC() {
        if (asked || atEndOfBatch == null) {
            Thread.ofPlatform().daemon().start(() -> System.exit(ExitCode.INTERRUPTED));
            return;
        }
        asked = true;
        System.err.println("\nCtrl-C: stops when the hosts in flight are done; once more stops now");
        atEndOfBatch.run();
    }

    private void stop() {
        worker.interrupt();
        long deadline = System.nanoTime() + GRACE_MILLIS * 1_000_000;
        try {
            while (!finished && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            if (finished) { // then come the reports and the journal
                OVER.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException _) {
            // it ends all the same
        }
        try {
            leaveScreen();
        } finally { // whatever is wrong, for want of memory, say
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    // A terminal that takes nothing, as after Ctrl-S, must not keep the process.
    private void leaveScreen() {
        Thread leaving = Thread.ofPlatform().daemon().start(() -> {
            screen.close();
            System.out.flush();
        });
        try {
            leaving.join(SCREEN_MILLIS);
        } catch (InterruptedException _) {
            // it ends all the same
        }
    }

    /** The run is over; a later end of the JVM is an ordinary one. */
    @Override
    public void close() {
        finished = true;
        if (before != null) {
            Signals.unregister(CTRL_C, before);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is ending already, and the hook ends it with its own code
        }
    }
}
