package io.hitless.run.host;

import io.hitless.source.UserError;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;

/**
 * Runs work on several hosts in parallel, each on a virtual thread, and waits for all of them.
 *
 * @param forks how many may run at a time
 */
public record ParallelHosts(int forks) {
    /** The work on one host. */
    @FunctionalInterface
    public interface Work<H, R> {
        R on(H host) throws InterruptedException;
    }

    /**
     * Runs work that must be completed: an interrupt of this thread, before or meanwhile, takes effect afterwards. Runs
     * all of it, even if some throws.
     *
     * @param what the work, for the stack trace of a bug in it
     */
    public <H> void toTheEnd(Collection<H> hosts, String what, Work<H, ?> work) {
        Queue<RuntimeException> bugs = new ConcurrentLinkedQueue<>();
        CompletableFuture.runAsync(
                        () -> {
                            try {
                                on(hosts, what, host -> {
                                    try {
                                        work.on(host);
                                    } catch (RuntimeException e) {
                                        bugs.add(e);
                                    }
                                    return host;
                                });
                            } catch (InterruptedException e) {
                                throw new IllegalStateException("nobody interrupts this", e);
                            }
                        },
                        task -> Thread.ofVirtual().name(what).start(task))
                .join(); // which ignores interrupts
        RuntimeException bug = bugs.poll();
        if (bug != null) {
            throw new IllegalStateException(what, bug);
        }
    }

    /**
     * Runs work on each host. They begin in their order.
     *
     * @param what the work, for the stack trace of a bug in it
     * @return the results by host, in the order of the hosts
     * @throws UserError as the work does; anything else that it throws is a bug
     * @throws InterruptedException if this thread or one of the work is interrupted; the others are interrupted then
     */
    public <H, R> Map<H, R> on(Collection<H> hosts, String what, Work<H, R> work) throws InterruptedException {
        Map<H, FutureTask<R>> begun = new LinkedHashMap<>();
        hosts.forEach(host -> begun.put(host, new FutureTask<>(() -> work.on(host))));
        Queue<FutureTask<R>> waiting = new ConcurrentLinkedQueue<>(begun.values());
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int fork = 0; fork < Math.min(forks, begun.size()); fork++) {
                threads.execute(() -> {
                    for (FutureTask<R> next = waiting.poll(); next != null; next = waiting.poll()) {
                        next.run();
                    }
                });
            }
            Map<H, R> ended = new LinkedHashMap<>();
            try {
                for (Map.Entry<H, FutureTask<R>> each : begun.entrySet()) {
                    ended.put(each.getKey(), each.getValue().get());
                }
            } catch (InterruptedException e) {
                waiting.clear();
                threads.shutdownNow();
                throw e;
            } catch (ExecutionException e) {
                waiting.clear();
                threads.shutdownNow();
                switch (e.getCause()) {
                    case InterruptedException interrupted -> throw interrupted;
                    case UserError mistake -> throw mistake;
                    case null, default -> throw new IllegalStateException(what, e.getCause());
                }
            }
            return ended;
        }
    }
}
