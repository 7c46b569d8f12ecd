package io.hitless.cli.launch;

import io.hitless.report.Warnings;
import io.hitless.rollout.SharedHistory;
import io.hitless.run.policy.HostSharing;
import io.hitless.store.HostOffers;
import io.hitless.store.QueuedHost;
import io.hitless.store.RunFeed;
import io.hitless.store.StoredEvent;
import io.hitless.wording.HostNames;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A run that this process leads: workers execute its hosts. */
final class LedRun extends SharedRun {
    private static final long CHECK_NANOS = Duration.ofSeconds(5).toNanos();

    private final HostOffers offers;
    private long checked = System.nanoTime();
    private List<QueuedHost> waiting = List.of();
    private boolean warned;

    LedRun(SharedHistory history, RunFeed feed, HostOffers offers) {
        super(history, feed);
        this.offers = offers;
    }

    @Override
    HostSharing sharing() {
        return zones -> {
            List<QueuedHost> hosts = new ArrayList<>();
            zones.forEach((host, zone) -> hosts.add(new QueuedHost(host, zone)));
            offers.add(hosts);
            history().offer(zones.keySet());
        };
    }

    @Override
    void heard(StoredEvent event) {
        // the history has it
    }

    @Override
    void carryOutDuties() {
        if (System.nanoTime() - checked < CHECK_NANOS) {
            return;
        }
        checked = System.nanoTime();
        List<QueuedHost> now = offers.waiting();
        List<QueuedHost> still = now.stream().filter(waiting::contains).toList();
        if (still.isEmpty()) {
            warned = false;
        } else if (!warned) {
            warned = true;
            Warnings.print(HostNames.listed(still.stream().map(QueuedHost::name).toList()) + " wait"
                    + (still.size() == 1 ? "s" : "") + " for a worker: start 'hitless worker"
                    + (still.getFirst().zone() == null
                            ? ""
                            : " --zone " + still.getFirst().zone()) + "' on a bastion");
        }
        waiting = now;
    }
}
