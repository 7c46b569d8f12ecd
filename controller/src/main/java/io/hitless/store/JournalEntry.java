package io.hitless.store;

import io.hitless.event.Event;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** An event, or the final state of the run; and a latch for the thread that waits for it to be on disk. */
record JournalEntry(
        long at,
        @Nullable Event event,
        RunRecord.@Nullable State end,
        @Nullable CountDownLatch written) {
    static JournalEntry of(@Nullable Event event, RunRecord.@Nullable State end, boolean awaited) {
        return new JournalEntry(System.currentTimeMillis(), event, end, awaited ? new CountDownLatch(1) : null);
    }

    /** Nothing but a latch: once it is down, all earlier entries are on disk, or the journal has failed. */
    static JournalEntry barrier() {
        return of(null, null, true);
    }

    /** Waits until it is on disk, if anybody is to. An interrupted run must still end in good order. */
    void awaitWritten() {
        boolean interrupted = false;
        while (written != null) {
            try {
                written.await();
                break;
            } catch (InterruptedException _) { // writing the journal takes only a moment
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private static final Set<RunRecord.@Nullable State> ENDS_BY_ERROR =
            EnumSet.of(RunRecord.State.ERROR, RunRecord.State.REFUSED);

    /** Whether the run had no event before it ended with an error, if it has ended. */
    static boolean isNothing(List<JournalEntry> batch) {
        return batch.stream()
                .allMatch(
                        entry -> entry.event() == null && (entry.end() == null || ENDS_BY_ERROR.contains(entry.end())));
    }

    /** Whether the journal has such events. */
    static boolean isKept(Event event) {
        return switch (event) { // only live views need these
            case Event.HostStarted _ -> false;
            case Event.JobReported job -> job.state() != Event.JobReported.State.RUNNING;
            default -> true;
        };
    }

    /** Whether the journal has it on disk before the run goes on. */
    static boolean isImportant(Event event) {
        return switch (event) {
            case Event.RunStarted _,
                    Event.BatchStarted _,
                    Event.TaskStarted _,
                    Event.Locked _,
                    Event.Decision _,
                    Event.RunEnded _ -> true;
            default -> false;
        };
    }
}
