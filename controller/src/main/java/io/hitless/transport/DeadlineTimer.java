package io.hitless.transport;

import java.time.Duration;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/** The timer of a run, for deadlines. Its tasks must not block: they only close streams or start threads. */
final class DeadlineTimer implements AutoCloseable {
    private final ScheduledThreadPoolExecutor timer;

    DeadlineTimer() {
        timer = new ScheduledThreadPoolExecutor(
                1, task -> Thread.ofPlatform().daemon().name("hitless-watch").unstarted(task));
        timer.setRemoveOnCancelPolicy(true);
    }

    /** A deadline; closing it cancels it. */
    interface Deadline extends AutoCloseable {
        @Override
        void close();
    }

    Deadline after(Duration limit, Runnable action) {
        ScheduledFuture<?> task = timer.schedule(action, limit.toMillis(), TimeUnit.MILLISECONDS);
        return () -> task.cancel(false);
    }

    Deadline every(Duration interval, Runnable action) {
        ScheduledFuture<?> task =
                timer.scheduleAtFixedRate(action, interval.toMillis(), interval.toMillis(), TimeUnit.MILLISECONDS);
        return () -> task.cancel(false);
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }
}
