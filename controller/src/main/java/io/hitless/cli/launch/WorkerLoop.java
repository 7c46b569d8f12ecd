package io.hitless.cli.launch;

import io.hitless.report.Warnings;
import io.hitless.source.UserError;
import io.hitless.store.Journal;
import io.hitless.store.RunId;
import io.hitless.store.Worker;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Joins the rollouts that need workers, one after another. */
public final class WorkerLoop {
    private static final Duration PAUSE = Duration.ofMillis(300);
    private static final Duration UNTIL_NEXT_TRY = Duration.ofSeconds(30);

    private final Journal journal;
    private final Worker worker;
    private final Set<String> zones;
    private final List<String> options;
    private final List<String> resuming;
    private final Map<RunId, Long> refused = new HashMap<>();
    private final Map<RunId, Successor> successors = new HashMap<>();

    /**
     * @param zones the zones whose hosts this worker takes; empty: all
     * @param state options that name the state
     * @param options options of {@code rollout} that runs get here, for example secret ones
     */
    public WorkerLoop(Journal journal, Worker worker, Set<String> zones, List<String> state, List<String> options) {
        this.journal = journal;
        this.worker = worker;
        this.zones = Set.copyOf(zones);
        this.options = List.copyOf(options);
        this.resuming = Stream.concat(state.stream(), options.stream()).toList();
    }

    /** Works until the process is asked to end. Between rollouts it may end at once: it has no hosts then. */
    public void run() throws InterruptedException {
        while (!InterruptHandler.isStopping()) {
            for (Worker.Offer offer : worker.offers()) {
                if (!InterruptHandler.isStopping()) {
                    attend(offer);
                }
            }
            leaveSuccession();
            Thread.sleep(PAUSE);
        }
    }

    private void attend(Worker.Offer offer) {
        RunId run = offer.run();
        Long until = refused.get(run);
        if (until != null && System.nanoTime() < until) {
            return;
        }
        try {
            if (!offer.led()) {
                if (!successors.containsKey(run) && worker.seesTo(run)) {
                    System.out.println("run " + run + ": the process that led it is gone; it is resumed here");
                    successors.put(run, Successor.of(run, resuming));
                }
            } else if (worker.hasHosts(run, zones)) {
                StoredRollout found = StoredRollout.find(journal, run.text(), options);
                boolean isKnown = found.stored().run().fingerprint() != null; // else its inputs are still being read
                if (isKnown && !found.stored().hasEnded()) {
                    int _ = found.session().join(journal, worker, found.stored(), zones);
                }
            }
        } catch (UserError e) {
            if (!worker.isThere()) {
                throw e;
            }
            refused.put(run, System.nanoTime() + UNTIL_NEXT_TRY.toNanos());
            Warnings.print("run " + run + " is not joined: " + RunLauncher.inOneLine(e));
        }
    }

    // If the run is still under way then, it can't be led from here.
    private void leaveSuccession() {
        successors.entrySet().removeIf(each -> {
            if (!each.getValue().hasEnded()) {
                return false;
            }
            refused.put(each.getKey(), System.nanoTime() + UNTIL_NEXT_TRY.toNanos());
            worker.hasSeenTo(each.getKey());
            return true;
        });
    }
}
