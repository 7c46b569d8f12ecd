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
import java.util.Collection;
import java.util.ConcurrentModificationException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The journal of a running run, as a sink of its events. For important events (the run, a batch or a task starts; a
 * decision; the run ends) {@link #on} returns once they and all earlier events are on disk, so nothing is done on a
 * host without a record. Other events are written by the journal's own thread at once, and are on disk within 0.2
 * seconds. The process may be killed at any time; only a power cut within that time makes a resume ask the host how its
 * task ended.
 *
 * <p>If the journal can't be written, the next important event throws, once: the run must end, and can still report
 * how.
 */
public final class RunJournal implements EventSink, AutoCloseable {
    private static final long ON_DISK_MILLIS = 200;
    private static final long DEFERRED_MILLIS = 1000;
    private static final int TRIES = 10;

    /** In place of the number of a leg: this process does not begin or end the run. */
    static final int NO_LEG = 0;

    private final StateDirectory state;
    private final Supplier<Database> opened;
    private final RunId id;
    private final Supplier<RunLock> locking;
    private final Beginning beginning;
    private final boolean isShared;
    private final BlockingQueue<JournalEntry> queue = new LinkedBlockingQueue<>();
    private final EventJson json = new EventJson();
    private volatile @Nullable RuntimeException failure;
    private volatile boolean failureThrown;
    private volatile boolean ended;
    private volatile @Nullable String why;

    // Used by the writer's thread only.
    private volatile @Nullable RunLock lock;
    private @Nullable Place place;
    private final List<DeferredField<?>> deferred;
    private boolean onDisk = true;
    private volatile boolean startedBatch;

    /** The keys of a run's rows, and the number of its last event. */
    record Place(long run, int leg, long seq) {}

    /** Inserts the rows of a run, or of one more leg of it. */
    interface Beginning {
        Place on(Connection connection, Instant now) throws SQLException;
    }

    /**
     * @param opened waits until the journal is open
     * @param startedBatch whether an earlier process has started a batch
     * @param isShared whether several processes write events of the run
     */
    RunJournal(
            StateDirectory state,
            Supplier<Database> opened,
            RunId id,
            Supplier<RunLock> locking,
            Beginning beginning,
            List<DeferredField<?>> deferred,
            boolean startedBatch,
            boolean isShared) {
        this.isShared = isShared;
        this.startedBatch = startedBatch;
        this.state = state;
        this.opened = opened;
        this.id = id;
        this.locking = locking;
        this.beginning = beginning;
        this.deferred = new ArrayList<>(deferred);
        Thread.ofPlatform().daemon().name("journal").start(this::write);
    }

    public RunId id() {
        return id;
    }

    /** The run's own directory. */
    public Path directory() {
        return state.ofRun(id);
    }

    /** The question of the run; null if that is in the run's directory. */
    public @Nullable Questions questions() {
        return state.database() == null ? null : new Questions(opened, id);
    }

    /**
     * Locks machines for this run, all or none, where several bastions share the state.
     *
     * @return the machines that another run has locked, with what is known of it
     */
    public Map<String, String> lock(Collection<String> machines) {
        RunLock held = lock;
        return held == null ? Map.of() : held.lock(machines);
    }

    /** The hosts of the run that workers execute. */
    public HostOffers offers() {
        return new HostOffers(opened, id, () -> lock);
    }

    @Override
    public void on(Event event) {
        startedBatch |= event instanceof Event.BatchStarted;
        if (JournalEntry.isKept(event) && !failureThrown) {
            enqueue(JournalEntry.of(event, null, JournalEntry.isImportant(event)));
        }
    }

    @Override
    public boolean flush() {
        if (!ended) {
            JournalEntry barrier = JournalEntry.barrier();
            queue.add(barrier);
            barrier.awaitWritten();
        }
        return failure == null;
    }

    /** Records the final state of the run; on disk when this returns. */
    public void finish(RunRecord.State state) {
        if (state == RunRecord.State.RUNNING) {
            throw new IllegalArgumentException("a run that is running has not ended");
        }
        if (!ended) {
            ended = true;
            enqueue(JournalEntry.of(null, state, true));
        }
    }

    /** Records the error that ends the run; call it before {@link #close}. Must not contain secrets. */
    public void recordError(String error) {
        why = error;
    }

    /**
     * Releases the run. If {@link #finish} was not called, it ended by an error, or was refused. A run without events
     * leaves no record.
     */
    @Override
    public void close() {
        try {
            finish(startedBatch ? RunRecord.State.ERROR : RunRecord.State.REFUSED);
        } catch (RuntimeException _) {
            // the journal can't be written; the caller reports why
        }
    }

    private void enqueue(JournalEntry entry) {
        queue.add(entry);
        if (entry.written() == null) {
            return;
        }
        entry.awaitWritten();
        RuntimeException why = failure;
        if (why != null && !failureThrown) {
            failureThrown = true;
            throw why;
        }
    }

    private void write() {
        boolean more = true;
        while (more) {
            List<JournalEntry> batch = next();
            if (failure == null) {
                try {
                    write(batch);
                } catch (SQLException e) {
                    failure = failed(opened.get().failure(e));
                } catch (UserError e) {
                    failure = failed(e);
                } catch (Throwable e) {
                    failure = new IllegalStateException("the journal", e);
                }
            }
            more = batch.stream().allMatch(entry -> entry.end() == null);
            if (!more) {
                release();
            }
            for (JournalEntry entry : batch) {
                if (entry.written() != null) {
                    entry.written().countDown();
                }
            }
        }
    }

    private void release() {
        RunLock held = lock;
        if (held != null) {
            held.close();
        }
    }

    private UserError failed(UserError why) {
        return place == null
                ? why
                : new UserError(null, why.what() + "; the run stops here", "when that is fixed: hitless resume " + id);
    }

    /** The events published meanwhile; empty when it is time to sync earlier ones to disk. */
    private List<JournalEntry> next() {
        List<JournalEntry> batch = new ArrayList<>();
        try {
            JournalEntry first =
                    onDisk && deferred.isEmpty() ? queue.take() : queue.poll(ON_DISK_MILLIS, TimeUnit.MILLISECONDS);
            if (first != null) {
                batch.add(first);
                queue.drainTo(batch);
            }
            return batch;
        } catch (InterruptedException e) {
            throw new IllegalStateException("nobody interrupts the journal", e);
        }
    }

    private void write(List<JournalEntry> batch) throws SQLException {
        Database database = opened.get();
        if (batch.isEmpty()) {
            writeDeferred(database);
            if (!onDisk) {
                database.toDisk();
                onDisk = true;
            }
            return;
        }
        if (place == null && JournalEntry.isNothing(batch)) {
            return;
        }
        if (lock == null) {
            lock = locking.get();
        }
        boolean awaited = batch.stream().anyMatch(entry -> entry.written() != null);
        Written written = new Written();
        database.write(awaited, connection -> write(batch, written, connection));
        place = written.place;
        deferred.removeAll(written.deferred);
        onDisk = awaited;
    }

    /** What a transaction wrote. It counts only once the transaction is committed: until then it may be begun again. */
    private static final class Written {
        private @Nullable Place place;
        private final List<DeferredField<?>> deferred = new ArrayList<>();
    }

    private void write(List<JournalEntry> batch, Written written, Connection connection) throws SQLException {
        Objects.requireNonNull(lock).check(connection);
        Place here = place == null
                ? beginning.on(connection, Instant.ofEpochMilli(batch.getFirst().at()))
                : place;
        if (isShared) {
            here = new Place(here.run(), here.leg(), JournalSql.lastSeqInTurn(connection, here.run()));
        }
        written.deferred.clear();
        try (PreparedStatement insert = JournalSql.insertEvent(connection)) {
            for (JournalEntry entry : batch) {
                here = write(entry, here, insert, written, connection);
            }
        }
        written.place = here;
    }

    private Place write(
            JournalEntry entry, Place place, PreparedStatement insert, Written written, Connection connection)
            throws SQLException {
        Place here = place;
        if (entry.event() != null) {
            here = new Place(place.run(), place.leg(), place.seq() + 1);
            JournalSql.insertEvent(insert, here.run(), new JournalSql.Row(here.seq(), entry.at(), text(entry.event())));
            if (entry.event() instanceof Event.RunEnded(var recap, var _, var _)) {
                JournalSql.putHosts(connection, here.run(), recap);
            }
        }
        written.deferred.addAll(
                writeDeferred(connection, here, written.deferred, entry.end() == null ? 0 : DEFERRED_MILLIS));
        if (entry.end() != null && here.leg() != NO_LEG) {
            JournalSql.endLeg(connection, here.run(), here.leg(), Instant.ofEpochMilli(entry.at()), entry.end(), why);
        }
        return here;
    }

    // Rarely, a template changes a value while it is being written; it helps to try again.
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

    // Deferred fields do not wait for the next event: a task may take long, and the process may be killed meanwhile.
    private void writeDeferred(Database database) throws SQLException {
        Place here = place;
        if (here != null && deferred.stream().anyMatch(one -> one.wanted().isDone())) {
            List<DeferredField<?>> done = new ArrayList<>();
            database.write(false, connection -> {
                done.clear();
                Objects.requireNonNull(lock).check(connection);
                done.addAll(writeDeferred(connection, here, done, 0));
            });
            deferred.removeAll(done);
            onDisk = false;
        }
    }

    /** Writes those that are known and not done; returns them. */
    private List<DeferredField<?>> writeDeferred(
            Connection connection, Place here, List<DeferredField<?>> done, long patienceMillis) throws SQLException {
        List<DeferredField<?>> more = new ArrayList<>();
        for (DeferredField<?> one : deferred) {
            if (!done.contains(one) && one.write(connection, here.run(), patienceMillis)) {
                more.add(one);
            }
        }
        return more;
    }
}
