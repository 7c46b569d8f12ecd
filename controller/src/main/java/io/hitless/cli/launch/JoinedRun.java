package io.hitless.cli.launch;

import io.hitless.event.Event;
import io.hitless.rollout.SharedHistory;
import io.hitless.run.policy.HostSharing;
import io.hitless.store.RunFeed;
import io.hitless.store.RunId;
import io.hitless.store.StoredEvent;
import io.hitless.store.Worker;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** A run that another process leads, and of which this one executes the hosts that it takes. */
final class JoinedRun extends SharedRun {
    private static final long TAKE_NANOS = Duration.ofMillis(200).toNanos();
    private static final long CHECK_NANOS = Duration.ofSeconds(1).toNanos();

    private final Worker worker;
    private final RunId run;
    private final Set<String> zones;
    private long taken = System.nanoTime() - TAKE_NANOS;
    private long checked = System.nanoTime();

    /** @param zones the zones of this worker; empty: all */
    JoinedRun(SharedHistory history, RunFeed feed, Worker worker, RunId run, Set<String> zones) {
        super(history, feed);
        this.worker = worker;
        this.run = run;
        this.zones = Set.copyOf(zones);
    }

    @Override
    HostSharing sharing() {
        return HostSharing.NONE;
    }

    @Override
    void heard(StoredEvent event) {
        switch (event.event()) {
            case Event.RunStarted _ -> history().end("another process leads the run now");
            case Event.RunEnded _ -> history().end("the run has ended");
            default -> {}
        }
    }

    @Override
    void carryOutDuties() {
        long now = System.nanoTime();
        if (now - taken >= TAKE_NANOS) {
            taken = now;
            if (worker.hasHosts(run, zones)) {
                List<String> hosts = worker.take(run, zones);
                catchUp(); // with what their last worker did
                history().takeOver(hosts);
            }
        }
        if (now - checked >= CHECK_NANOS) {
            checked = now;
            if (!feed().isLed()) {
                history().end("the process that led the run is gone");
            }
        }
    }

    @Override
    public void close() {
        try {
            super.close();
        } finally {
            worker.leave(run);
        }
    }
}
