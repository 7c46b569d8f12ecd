package io.hitless.store;

import io.hitless.event.Event;
import io.hitless.event.EventJson;
import io.hitless.event.EventSink;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.ConcurrentModificationException;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of one run that is under way: a sink of its events. Turning points (the run, a batch or a task begins;
 * something is decided; the run ends) are on disk, and all that was told before them, when {@link #on} returns; so
 * nothing is done on a host that the journal does not know of. What else happens is handed to the system at once, by
 * the journal's own thread, and is on disk within a fifth of a second: the process may be killed at any time, and only
 * a power cut within that time makes a resume ask the host again how its task ended.
 *
 * <p>If it can't be written, the next turning point throws, once: the run must end, and may still tell how.
 */
public final class RunJournal implements EventSink, AutoCloseable {
    private static final long ON_DISK_MILLIS = 200;
    private static final long LATE_MILLIS = 1000;
    private static final int TRIES = 10;

    private final StateDirectory state;
    private final Supplier<Database> opened;
    private final RunId id;
    private final Supplier<RunLock> locking;
    private final Beginning beginning;
    private final BlockingQueue<Entry> queue = new LinkedBlockingQueue<>();
    private final EventJson json = new EventJson();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean failureTold;
    private volatile boolean ended;
    private volatile @Nullable String why;

    // Of the writer's thread alone.
    private @Nullable RunLock lock;
    private @Nullable Place place;
    private @Nullable PreparedStatement insert;
    private long seq;
    private final List<DeferredField<?>> late;
    private boolean onDisk = true;
    private volatile boolean begun;

    /** Where a run's rows are, and its last event so far. */
    record Place(long run, int leg, long seq) {}

    /** Makes the rows of a run, or of one more leg of it. */
    interface Beginning {
        Place on(Connection connection, Instant now) throws SQLException;
    }

    /** An event, or how the run ended; and whoever waits for it to be on disk. */
    private record Entry(
            long at,
            @Nullable Event event,
            RunRecord.@Nullable State end,
            @Nullable CountDownLatch written) {
        static Entry of(@Nullable Event event, RunRecord.@Nullable State end, boolean awaited) {
            return new Entry(System.currentTimeMillis(), event, end, awaited ? new CountDownLatch(1) : null);
        }

        private static final Set<RunRecord.@Nullable State> ENDS_BY_ERROR =
                EnumSet.of(RunRecord.State.ERROR, RunRecord.State.REFUSED);

        /** Whether nothing was ever told of the run before its end. */
        static boolean isNothing(List<Entry> batch) {
            return batch.stream().allMatch(entry -> entry.event() == null && ENDS_BY_ERROR.contains(entry.end()));
        }
    }

    /**
     * @param opened waits until the journal is open
     * @param begun whether a batch was begun before, by another process
     */
    RunJournal(
            StateDirectory state,
            Supplier<Database> opened,
            RunId id,
            Supplier<RunLock> locking,
            Beginning beginning,
            List<DeferredField<?>> late,
            boolean begun) {
        this.begun = begun;
        this.state = state;
        this.opened = opened;
        this.id = id;
        this.locking = locking;
        this.beginning = beginning;
        this.late = new ArrayList<>(late);
        Thread.ofPlatform().daemon().name("journal").start(this::write);
    }

    public RunId id() {
        return id;
    }

    /** The directory of what belongs to this run alone. */
    public Path directory() {
        return state.ofRun(id);
    }

    @Override
    public void on(Event event) {
        begun |= event instanceof Event.BatchStarted;
        if (isKept(event) && !failureTold) {
            put(Entry.of(event, null, isTurningPoint(event)));
        }
    }

    private static boolean isKept(Event event) {
        return !(event instanceof Event.HostStarted); // for live views
    }

    private static boolean isTurningPoint(Event event) {
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

    /** The process is done with the run: the last word on how it stands. On disk when this returns. */
    public void finish(RunRecord.State state) {
        if (state == RunRecord.State.RUNNING) {
            throw new IllegalArgumentException("a run that is running has not ended");
        }
        if (!ended) {
            ended = true;
            put(Entry.of(null, state, true));
        }
    }

    /** Says what error ends the run; to be told before {@link #close}, without secrets. */
    public void endsBy(String error) {
        why = error;
    }

    /**
     * Lets go of the run. One that was not finished ended by an error, or was refused; one of which nothing was told
     * leaves nothing.
     */
    @Override
    public void close() {
        try {
            finish(begun ? RunRecord.State.ERROR : RunRecord.State.REFUSED);
        } catch (RuntimeException _) {
            // the journal can't be written: what ends the run is told by whoever ends it
        }
    }

    private void put(Entry entry) {
        queue.add(entry);
        CountDownLatch written = entry.written();
        if (written == null) {
            return;
        }
        await(written);
        RuntimeException why = failure;
        if (why != null && !failureTold) {
            failureTold = true;
            throw why;
        }
    }

    // Whoever interrupts the run wants it to end in good order: the journal's part of that takes a moment.
    private static void await(CountDownLatch written) {
        boolean interrupted = false;
        while (true) {
            try {
                written.await();
                break;
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void write() {
        boolean more = true;
        while (more) {
            List<Entry> batch = next();
            if (failure == null) {
                try {
                    write(batch);
                } catch (SQLException e) {
                    failure = failed(Database.failure(state, e));
                } catch (UserError e) {
                    failure = failed(e);
                } catch (Throwable e) {
                    failure = new IllegalStateException("the journal", e);
                }
            }
            more = batch.stream().allMatch(entry -> entry.end() == null);
            if (!more) {
                letGo();
            }
            for (Entry entry : batch) {
                if (entry.written() != null) {
                    entry.written().countDown();
                }
            }
        }
    }

    private void letGo() {
        try (RunLock _ = lock) {
            if (insert != null) {
                insert.close();
            }
        } catch (SQLException _) {
            // nothing hangs on it
        }
    }

    private UserError failed(UserError why) {
        return place == null
                ? why
                : new UserError(null, why.what() + "; the run stops here", "when that is fixed: hitless resume " + id);
    }

    /** What was told meanwhile; nothing, if it is time to bring to disk what was told before. */
    private List<Entry> next() {
        List<Entry> batch = new ArrayList<>();
        try {
            Entry first = onDisk && late.isEmpty() ? queue.take() : queue.poll(ON_DISK_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch);
            }
            return batch;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the journal", e);
        }
    }

    private void write(List<Entry> batch) throws SQLException {
        Database database = opened.get();
        if (batch.isEmpty()) {
            writeLate(database);
            if (!onDisk) {
                database.toDisk();
                onDisk = true;
            }
            return;
        }
        if (place == null && Entry.isNothing(batch)) {
            return;
        }
        if (lock == null) {
            lock = locking.get();
        }
        boolean awaited = batch.stream().anyMatch(entry -> entry.written() != null);
        database.write(awaited, connection -> {
            Place here = place;
            if (here == null) {
                here = beginning.on(
                        connection, Instant.ofEpochMilli(batch.getFirst().at()));
                seq = here.seq();
                insert = JournalSql.insertEvent(connection);
            }
            for (Entry entry : batch) {
                write(entry, here, connection);
            }
            place = here;
        });
        onDisk = awaited;
    }

    private void write(Entry entry, Place here, Connection connection) throws SQLException {
        if (entry.event() != null) {
            JournalSql.insertEvent(
                    Objects.requireNonNull(insert),
                    here.run(),
                    new JournalSql.Row(++seq, entry.at(), text(entry.event())));
            if (entry.event() instanceof Event.RunEnded(var recap, var _)) {
                JournalSql.putHosts(connection, here.run(), recap);
            }
        }
        writeLate(connection, here, entry.end() == null ? 0 : LATE_MILLIS);
        if (entry.end() != null) {
            JournalSql.endLeg(connection, here.run(), here.leg(), Instant.ofEpochMilli(entry.at()), entry.end(), why);
        }
    }

    // A value that a template changes while it is being written is rare, and changes for a moment only.
    private String text(Event event) {
        for (int i = 1; ; i++) {
            try {
                return json.write(event);
            } catch (ConcurrentModificationException e) {
                if (i == TRIES) {
                    throw e;
                }
            }
        }
    }

    // What comes late is not to wait for the next event: a task may take long, and the process be killed in it.
    private void writeLate(Database database) throws SQLException {
        Place here = place;
        if (here != null && late.stream().anyMatch(one -> one.wanted().isDone())) {
            database.write(false, connection -> writeLate(connection, here, 0));
            onDisk = false;
        }
    }

    private void writeLate(Connection connection, Place here, long patienceMillis) throws SQLException {
        for (DeferredField<?> one : List.copyOf(late)) {
            if (one.write(connection, here.run(), patienceMillis)) {
                late.remove(one);
            }
        }
    }
}
