package io.hitless.compat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Runs cases side by side, each within a worker that no other case uses meanwhile. */
final class WorkerPool implements AutoCloseable {
    /** A case waits for processes about as long as it computes. */
    private static final int SIZE = 2 * Runtime.getRuntime().availableProcessors();

    /** What is done with a worker. */
    @FunctionalInterface
    interface Job<T> {
        T with(WorkerProcess worker) throws IOException;
    }

    private final Path directory;
    private final ExecutorService threads = Executors.newFixedThreadPool(SIZE);
    private final Queue<WorkerProcess> idle = new ConcurrentLinkedQueue<>();

    /** @param directory for the working directories and states of the workers */
    WorkerPool(Path directory) {
        this.directory = directory;
    }

    <T> Future<T> submit(Job<T> job) {
        return threads.submit(() -> {
            WorkerProcess known = idle.poll();
            WorkerProcess worker =
                    known == null ? new WorkerProcess(Files.createTempDirectory(directory, "worker")) : known;
            try {
                return job.with(worker);
            } finally {
                if (worker.isAlive()) {
                    idle.add(worker);
                }
            }
        });
    }

    /** Ends the workers; what was submitted is finished first. */
    @Override
    public void close() {
        threads.close();
        idle.forEach(WorkerProcess::close);
    }
}
