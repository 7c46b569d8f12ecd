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
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/**
 * Work on several hosts at once, a virtual thread each, and waiting for all of them.
 *
 * @param forks how many of them may be at work at a time
 */
public record ParallelHosts(int forks) {
    /** What is done on a host. */
    @FunctionalInterface
    public interface Work<H, R> {
        R on(H host) throws InterruptedException;
    }

    /**
     * Work that has to be done whatever else ends: an interrupt of this thread, before or meanwhile, is kept for
     * afterwards. All of it is tried.
     *
     * @param what is done, for the trace of a bug in it
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
                .join(); // which heeds no interrupt
        RuntimeException bug = bugs.poll();
        if (bug != null) {
            throw new IllegalStateException(what, bug);
        }
    }

    /**
     * What came of it on each host, in their order.
     *
     * @param what is done, for the trace of a bug in it
     * @throws UserError as the work does; what else it throws is a bug
     * @throws InterruptedException if this thread or one of the work is interrupted; the others are then too
     */
    public <H, R> Map<H, R> on(Collection<H> hosts, String what, Work<H, R> work) throws InterruptedException {
        Semaphore free = new Semaphore(forks);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Map<H, Future<R>> begun = new LinkedHashMap<>();
            for (H host : hosts) {
                begun.put(host, threads.submit(() -> {
                    free.acquire();
                    try {
                        return work.on(host);
                    } finally {
                        free.release();
                    }
                }));
            }
            Map<H, R> ended = new LinkedHashMap<>();
            try {
                for (Map.Entry<H, Future<R>> each : begun.entrySet()) {
                    ended.put(each.getKey(), each.getValue().get());
                }
            } catch (InterruptedException e) {
                threads.shutdownNow();
                throw e;
            } catch (ExecutionException e) {
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
