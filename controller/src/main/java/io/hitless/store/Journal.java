package io.hitless.store;

import io.hitless.event.Event;
import io.hitless.event.EventJson;
import io.hitless.source.UserError;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * All runs of a state directory: starts, resumes and reads them. It is opened in the background, so that the start of a
 * command does not wait for it.
 */
public final class Journal implements AutoCloseable {
    /** The name of the newest run on the command line. */
    public static final String LAST = "last";

    private final StateDirectory state;
    private final CompletableFuture<Database> database;

    private Journal(StateDirectory state, boolean thorough, Consumer<String> says) {
        this.state = state;
        this.database = CompletableFuture.supplyAsync(
                () -> Databases.open(state, thorough, says),
                task -> Thread.ofPlatform().daemon().name("journal-opening").start(task));
    }

    /**
     * Returns at once. The first use of the journal waits until it is open, and throws the {@link UserError} if that
     * fails.
     */
    public static Journal open(StateDirectory state) {
        return open(state, _ -> {});
    }

    /** @param says hears what the operator should know while a database server does not answer */
    public static Journal open(StateDirectory state, Consumer<String> says) {
        return new Journal(state, false, says);
    }

    /** Like {@link #open}, but reads every page and event, and sets a damaged journal aside; see {@link #notices}. */
    public static Journal repair(StateDirectory state) {
        if (state.database() != null) {
            throw new UserError(
                    null,
                    "a journal in PostgreSQL is not repaired",
                    "'hitless state check' finds what is damaged in it");
        }
        return new Journal(state, true, _ -> {});
    }

    Database database() {
        try {
            return database.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof UserError mistake) {
                throw mistake;
            }
            throw e;
        }
    }

    /** The state directory. */
    public StateDirectory state() {
        return state;
    }

    /** What the operator must know, for example that a damaged journal was set aside; usually empty. */
    public List<String> notices() {
        return database().notices();
    }

    /** Starts a run. Its record is on disk once its first important event was published. */
    public RunJournal begin(NewRun run) {
        return begin(run, false);
    }

    /** @param shared whether workers write events of it, too */
    public RunJournal begin(NewRun run, boolean shared) {
        return new RunJournal(
                state,
                this::database,
                run.id(),
                () -> database().lock(run.id(), run.caller()),
                (connection, now) -> {
                    long key = JournalSql.insertRun(connection, run);
                    return new RunJournal.Place(
                            key, JournalSql.insertLeg(connection, key, now, run.caller(), ControllerProcess.self()), 0);
                },
                DeferredField.of(run.git(), run.fingerprint()),
                false,
                shared);
    }

    /**
     * Resumes a run where its journal ends: new events follow. No other process can resume it at the same time.
     *
     * @param seen the run as it was read
     * @param fingerprint of the inputs, if they have changed since the run started; null: they have not
     * @param shared whether workers write events of it, too
     * @throws UserError if there is no such run, it is damaged, or another process runs it, or has since it was read
     */
    public RunJournal resume(StoredRun seen, Invoker caller, @Nullable Future<String> fingerprint, boolean shared) {
        RunId id = seen.run().id();
        RunRecord run = record(id);
        if (run.damaged()) {
            throw new UserError(
                    null,
                    "run " + id + " lost events with a damaged journal and can't be resumed",
                    "'hitless show " + id + "' shows what is left of it; begin a new one");
        }
        RunLock lock = database().lock(id, caller);
        requireUnchanged(seen, lock);
        return new RunJournal(
                state,
                this::database,
                id,
                () -> lock,
                (connection, now) -> {
                    long key = JournalSql.key(connection, id);
                    int leg = JournalSql.insertLeg(connection, key, now, caller, ControllerProcess.self());
                    return new RunJournal.Place(key, leg, JournalSql.lastSeq(connection, key));
                },
                DeferredField.of(null, fingerprint),
                true,
                shared);
    }

    // Until the lock was taken, another process may have continued the run: its tasks would be done again.
    private void requireUnchanged(StoredRun seen, RunLock lock) {
        RunId id = seen.run().id();
        try {
            if (database().read(from -> JournalSql.lastSeq(from, JournalSql.key(from, id))) != seen.lastSeq()) {
                throw new UserError(
                        null,
                        "run " + id + " went on in another process while it was read here; nothing was done",
                        "give the command again; 'hitless show " + id + "' shows what was done meanwhile");
            }
        } catch (Throwable e) {
            lock.close();
            throw e;
        }
    }

    /**
     * Makes this process a worker, which carries out hosts of runs that others lead.
     *
     * @throws UserError if the state is no database that several bastions share
     */
    public Worker worker(Invoker caller) {
        return new Worker(state, this::database, database().worker(caller));
    }

    /** The question of a run; null if that is in the run's directory. */
    public @Nullable Questions questions(RunId run) {
        return state.database() == null ? null : new Questions(this::database, run);
    }

    /** The findings of drift checks. */
    public DriftChecks drift() {
        return new DriftChecks(this::database);
    }

    /** All runs, newest first. */
    public List<RunRecord> runs() {
        Database from = database();
        return from.read(connection -> JournalSql.runs(connection, from.liveRuns(connection)));
    }

    /**
     * For each host, the last rollout of each scope that reached it. Rollouts that were killed before they reported
     * their hosts are left out.
     */
    public List<LastRollout> lastRollouts() {
        return database().read(LastRollout::all);
    }

    /**
     * Finds a run by its id, a unique beginning of its id, or {@link #LAST}, which skips runs that were refused before
     * they started.
     *
     * @throws UserError if there is none, or more than one
     */
    public RunRecord find(String wanted) {
        return find(wanted, _ -> true);
    }

    /** The same for a command that works on some runs only: {@link #LAST} is the newest of these. */
    public RunRecord find(String wanted, Predicate<RunRecord> lastOf) {
        List<RunRecord> all = runs();
        if (all.isEmpty()) {
            throw new UserError(
                    null, "no run is known in " + state, "a rollout writes one; --state names another state directory");
        }
        return RunSearch.find(all, wanted, lastOf);
    }

    /**
     * A run with all of its events.
     *
     * @throws UserError if there is no such run, or an event is damaged
     */
    public StoredRun read(RunId id) {
        RunRecord run = record(id);
        List<StoredEvent> events = new ArrayList<>();
        events(id, 0, events::add);
        return new StoredRun(run, events);
    }

    /**
     * Reads a run's events one by one. {@link #read} holds all of them in memory.
     *
     * @param after the number of the event to start behind; 0 for all
     * @throws UserError if an event is damaged
     */
    public void events(RunId id, long after, Consumer<StoredEvent> to) {
        EventJson json = new EventJson();
        database().read(connection -> {
            JournalSql.events(
                    connection,
                    JournalSql.key(connection, id),
                    after,
                    row -> to.accept(StoredEvent.read(id, row, json)));
            return id;
        });
    }

    /** The hosts of all batches that a run has started, even if it was killed before it recorded more about them. */
    public List<String> startedHosts(RunId id) {
        EventJson json = new EventJson();
        return database().read(connection -> {
            List<String> hosts = new ArrayList<>();
            for (String body : JournalSql.batches(connection, JournalSql.key(connection, id))) {
                if (json.read(body) instanceof Event.BatchStarted batch) {
                    hosts.addAll(batch.hosts());
                }
            }
            return hosts.stream().distinct().toList();
        });
    }

    /** Whether there is such a run. A run that ended before it started anything leaves no record. */
    public boolean has(RunId id) {
        return database().read(connection -> JournalSql.key(connection, id)) != 0;
    }

    /** Whether the journal has this run and no process is executing it. */
    public boolean hasEnded(String id) {
        return RunId.isValid(id)
                && database()
                        .readPatiently(from ->
                                JournalSql.run(from, new RunId(id), database().liveRuns(from)))
                        .filter(run -> run.state() != RunRecord.State.RUNNING)
                        .isPresent()
                && database().isFree(new RunId(id));
    }

    /**
     * The record of a run, without its events.
     *
     * @throws UserError if there is no such run
     */
    public RunRecord record(RunId id) {
        return stored(id).orElseThrow(() -> new UserError(null, "no run '" + id + "'", "'hitless history' lists them"));
    }

    private Optional<RunRecord> stored(RunId id) {
        Database from = database();
        return from.read(connection -> JournalSql.run(connection, id, from.liveRuns(connection)));
    }

    /**
     * Deletes old runs: those that started before a time and are not among the newest. Running ones are kept.
     *
     * @param keep how many of the newest to keep, whatever their age
     * @return the deleted runs
     */
    public List<RunId> prune(int keep, Instant before) {
        List<RunId> old = runs().stream()
                .skip(keep)
                .filter(run -> run.started().isBefore(before) && run.state() != RunRecord.State.RUNNING)
                .map(RunRecord::id)
                .toList();
        if (old.isEmpty()) {
            return old;
        }
        try {
            database().write(true, connection -> {
                try (PreparedStatement delete = connection.prepareStatement("DELETE FROM run WHERE id = ?")) {
                    for (RunId run : old) {
                        delete.setString(1, run.text());
                        delete.executeUpdate();
                    }
                }
            });
            old.forEach(state::forget);
            database().shrink();
            return old;
        } catch (SQLException e) {
            throw database().failure(e);
        }
    }

    /** Waits until the journal is open if necessary: the state directory must not be touched after this. */
    @Override
    public void close() {
        try {
            database().close();
        } catch (UserError _) {
            // it never opened, and its users got the error
        }
    }
}
