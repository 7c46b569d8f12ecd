package io.hitless.cli.launch;

import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.Screen;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jline.utils.Signals;
import org.jspecify.annotations.Nullable;

/**
 * Handles Ctrl-C and SIGTERM during a run. The first Ctrl-C asks a rollout to stop at the end of the batch. The second,
 * or SIGTERM, stops the rollout at once: its thread is interrupted, closes the sessions, reports how far the run got,
 * and returns. The JVM waits for that, up to a time limit.
 */
public final class InterruptHandler implements AutoCloseable {
    private static final long GRACE_MILLIS = 10_000;
    private static final long SCREEN_MILLIS = 2_000;
    private static final String CTRL_C = "INT";

    private final Thread worker = Thread.currentThread();
    private final Thread hook = new Thread(this::stop, "interrupt");
    private final Screen screen;
    private final @Nullable Runnable atEndOfBatch;
    private final @Nullable Object earlierHandler;
    private static final CountDownLatch ENDED = new CountDownLatch(1);
    private static volatile boolean stopping;
    private volatile boolean finished;
    private boolean askedToStop;

    /**
     * @param screen closed in any case
     * @param atEndOfBatch asks the run to stop after its batch; null if it can be stopped at any time
     */
    public InterruptHandler(Screen screen, @Nullable Runnable atEndOfBatch) {
        this.screen = screen;
        this.atEndOfBatch = atEndOfBatch;
        Runtime.getRuntime().addShutdownHook(hook);
        this.earlierHandler = atEndOfBatch == null ? null : Signals.register(CTRL_C, this::ctrlC);
    }

    /** Tells the handler that the command has finished, so the JVM may exit. */
    public static void commandEnded() {
        ENDED.countDown();
    }

    /** Whether the process has been asked to end: nothing new may begin. */
    static boolean isStopping() {
        return stopping;
    }

    private synchronized void ctrlC() {
        if (askedToStop || atEndOfBatch == null) {
            Thread.ofPlatform().daemon().start(() -> System.exit(ExitCode.INTERRUPTED));
            return;
        }
        askedToStop = true;
        System.err.println("\nCtrl-C: stops when the hosts in progress are done; press again to stop now");
        atEndOfBatch.run();
    }

    private void stop() {
        stopping = true;
        worker.interrupt();
        long deadline = System.nanoTime() + GRACE_MILLIS * 1_000_000;
        try {
            while (!finished && System.nanoTime() < deadline) {
                Thread.sleep(10);
            }
            if (finished) { // wait until reports and journal are written
                ENDED.await(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException _) {
            // the process exits anyway
        }
        try {
            leaveScreen();
        } finally { // even after an OutOfMemoryError
            Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
    }

    // A blocked terminal, as after Ctrl-S, must not block the process.
    private void leaveScreen() {
        Thread leaving = Thread.ofPlatform().daemon().start(() -> {
            screen.close();
            System.out.flush();
        });
        try {
            leaving.join(SCREEN_MILLIS);
        } catch (InterruptedException _) {
            // the process exits anyway
        }
    }

    /** Ends the handling of signals, because the run has ended: the JVM then exits as usual. */
    @Override
    public void close() {
        finished = true;
        if (earlierHandler != null) {
            Signals.unregister(CTRL_C, earlierHandler);
        }
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is already ending, and the hook sets the exit code
        }
    }
}
