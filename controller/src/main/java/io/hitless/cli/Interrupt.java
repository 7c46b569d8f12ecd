package io.hitless.cli;

/**
 * Ctrl-C and SIGTERM while a run is under way: the run's thread is interrupted, so that it ends the sessions, tells how far it got and
 * returns; the JVM waits for that, but not for ever.
 */
final class Interrupt implements AutoCloseable {
    private static final long GRACE_MILLIS = 10_000;

    private final Thread worker = Thread.currentThread();
    private final Thread hook = new Thread(this::stop, "interrupt");
    private volatile boolean finished;

    Interrupt() {
        Runtime.getRuntime().addShutdownHook(hook);
    }

    private void stop() {
        worker.interrupt();
        long deadline = System.nanoTime() + GRACE_MILLIS * 1_000_000;
        while (!finished && System.nanoTime() < deadline) {
            try {
                Thread.sleep(10);
            } catch (InterruptedException _) {
                break;
            }
        }
        System.out.flush();
        Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
    }

    /** The run is over; a later end of the JVM is an ordinary one. */
    @Override
    public void close() {
        finished = true;
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is ending already, and the hook ends it with its own code
        }
    }
}
