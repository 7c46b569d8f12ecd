package io.hitless.cli.launch;

import io.hitless.rollout.SharedHistory;
import io.hitless.run.policy.HostSharing;
import io.hitless.store.RunFeed;
import io.hitless.store.StoredEvent;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The part of this process in a run that several processes execute: a thread that brings in what the others do, and has
 * duties besides.
 */
abstract class SharedRun implements AutoCloseable {
    private static final Duration PAUSE = Duration.ofMillis(50);

    private final SharedHistory history;
    private final RunFeed feed;
    private final Thread thread;
    private volatile boolean closed;
    private volatile @Nullable RuntimeException failure;

    SharedRun(SharedHistory history, RunFeed feed) {
        this.history = history;
        this.feed = feed;
        this.thread = Thread.ofPlatform().daemon().name("shared run").unstarted(this::follow);
    }

    /** Starts the thread. */
    final void start() {
        thread.start();
    }

    /** What all processes of the run have done so far. */
    final SharedHistory history() {
        return history;
    }

    final RunFeed feed() {
        return feed;
    }

    /** Offers hosts to others. */
    abstract HostSharing sharing();

    /** An event that some process of the run has written. */
    abstract void heard(StoredEvent event);

    /** What else is to be done; called often. */
    abstract void carryOutDuties();

    /** Brings in what was written until now. */
    final void catchUp() {
        for (StoredEvent event : feed.next()) {
            history.add(event);
            heard(event);
        }
    }

    private void follow() {
        try {
            while (!closed) {
                catchUp();
                carryOutDuties();
                Thread.sleep(PAUSE);
            }
        } catch (InterruptedException _) {
            // it is closed
        } catch (RuntimeException e) {
            failure = e;
            history.end("what others do in the run is no longer known");
        }
    }

    /** @throws RuntimeException why the thread ended before, if it did */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        RuntimeException why = failure;
        if (why != null) {
            throw why;
        }
    }
}
