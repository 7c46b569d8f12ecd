package io.hitless.run;

import io.hitless.run.host.ForkQueue;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostTurn;
import io.hitless.run.host.ParallelHosts;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Semaphore;
import java.util.function.Predicate;

/**
 * How the hosts of a batch run through the steps of their play. A strategy decides which hosts run together and when
 * each host may act; {@link BatchRun} runs the steps.
 */
sealed interface Strategy {
    /** Runs all steps of the play on some hosts. */
    @FunctionalInterface
    interface Way {
        void go(List<HostRun> hosts, HostTurn turn) throws InterruptedException;
    }

    /** Runs the steps on all hosts of the batch. */
    void carryOut(List<HostRun> batch, Way way) throws InterruptedException;

    /** Returns whether each host runs at its own pace. */
    boolean isIndependent();

    /** Each host runs through all steps, one host after another. */
    Strategy ONE_BY_ONE = new Independent(1, Integer.MAX_VALUE);

    /** Returns the strategy with this name ({@code linear}, {@code free} or {@code host_pinned}). */
    static Strategy of(String name, int forks) {
        return switch (name) {
            case "free" -> new Independent(Integer.MAX_VALUE, forks);
            case "host_pinned" -> new Independent(forks, Integer.MAX_VALUE);
            default -> new Linear();
        };
    }

    /** All hosts run a step before the next step starts. */
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
     * Each host runs at its own pace and waits for no other.
     *
     * @param underWay the number of hosts that run through the play at the same time; {@code host_pinned} limits them
     * @param acting the number of these hosts that execute a task at the same time; {@code free} limits them
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

    /**
     * Each host runs at its own pace, and some are executed by other processes: these take no fork.
     *
     * @param acting the number of hosts that execute a task here at the same time
     * @param elsewhere whether another process executes the tasks of a host
     */
    record Shared(int acting, Predicate<String> elsewhere) implements Strategy {
        @Override
        public void carryOut(List<HostRun> batch, Way way) throws InterruptedException {
            Semaphore forks = new Semaphore(acting, true);
            new ParallelHosts(batch.size()).on(batch, "the steps of a play", host -> {
                way.go(List.of(host), (_, _, work) -> {
                    if (elsewhere.test(host.name())) {
                        work.carryOut();
                        return;
                    }
                    forks.acquire();
                    try {
                        work.carryOut();
                    } finally {
                        forks.release();
                    }
                });
                return host;
            });
        }

        @Override
        public boolean isIndependent() {
            return true;
        }
    }
}
