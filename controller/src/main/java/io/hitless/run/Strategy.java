package io.hitless.run;

import io.hitless.run.host.ForkQueue;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostTurn;
import io.hitless.run.host.ParallelHosts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * How the hosts of a batch go through the steps of their play. A strategy decides which hosts go together, and when a
 * host's turn is; {@link BatchRun} is what they go through.
 */
sealed interface Strategy {
    /** Some hosts go through the steps of the play, from the first to the last. */
    @FunctionalInterface
    interface Way {
        void go(List<HostRun> hosts, HostTurn turn) throws InterruptedException;
    }

    /** All hosts of the batch go their way. */
    void carryOut(List<HostRun> batch, Way way) throws InterruptedException;

    /** Whether each host goes its own way. */
    boolean isIndependent();

    /** Each host goes its own way, but one after another. */
    Strategy ONE_BY_ONE = new Independent(1, Integer.MAX_VALUE);

    /** The strategy of this name ({@code linear}, {@code free} or {@code host_pinned}). */
    static Strategy of(String name, int forks) {
        return switch (name) {
            case "free" -> new Independent(Integer.MAX_VALUE, forks);
            case "host_pinned" -> new Independent(forks, Integer.MAX_VALUE);
            default -> new Linear();
        };
    }

    /** All hosts do a step before the next begins. */
    record Linear() implements Strategy {
        @Override
        public void carryOut(List<HostRun> batch, Way way) throws InterruptedException {
            way.go(batch, HostTurn.AT_ONCE);
        }

        @Override
        public boolean isIndependent() {
            return false;
        }
    }

    /**
     * Each host goes its own way, and waits for no other.
     *
     * @param underWay how many hosts are on their way at a time: {@code host_pinned} limits them
     * @param acting how many of these are at a task at a time: {@code free} limits them
     */
    record Independent(int underWay, int acting) implements Strategy {
        @Override
        public void carryOut(List<HostRun> batch, Way way) throws InterruptedException {
            ForkQueue forks = new ForkQueue(acting);
            Map<HostRun, ForkQueue.Place> places = new LinkedHashMap<>();
            batch.forEach(host -> places.put(host, forks.join()));
            new ParallelHosts(underWay).on(places.entrySet(), "the steps of a play", entry -> {
                try (ForkQueue.Place place = entry.getValue()) {
                    way.go(List.of(entry.getKey()), place);
                }
                return entry.getKey();
            });
        }

        @Override
        public boolean isIndependent() {
            return true;
        }
    }
}
