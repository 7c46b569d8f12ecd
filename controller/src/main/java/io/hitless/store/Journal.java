package io.hitless.store;

import io.hitless.event.Event;
import io.hitless.event.EventJson;
import io.hitless.source.Reason;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * All runs of a state directory: begin one, resume one, read one back. Opened on a thread of its own, so that what a
 * command does before it needs the journal takes no longer for it.
 */
public final class Journal implements AutoCloseable {
    /** What a run is called by whoever means the newest. */
    public static final String LAST = "last";

    private final StateDirectory state;
    private final CompletableFuture<Database> database;

    private Journal(StateDirectory state, boolean thorough) {
        this.state = state;
        this.database = CompletableFuture.supplyAsync(
                () -> Database.open(state, thorough),
                task -> Thread.ofPlatform().daemon().name("journal-opening").start(task));
    }

    /**
     * Returns at once; the first to use the journal waits for it, and has the {@link UserError} if it can't be opened.
     */
    public static Journal open(StateDirectory state) {
        return new Journal(state, false);
    }

    /** As {@link #open}, but every page and event is read, and a damaged journal set aside; see {@link #notices}. */
    public static Journal repair(StateDirectory state) {
        return new Journal(state, true);
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

    /** Where it is, with what else outlives a run. */
    public StateDirectory state() {
        return state;
    }

    /** What the operator has to know, as that a damaged journal was set aside; mostly nothing. */
    public List<String> notices() {
        return database().notices();
    }

    /** A run begins: its record is on disk when its first turning point was told. */
    public RunJournal begin(NewRun run) {
        return new RunJournal(
                state,
                this::database,
                run.id(),
                () -> RunLock.of(state, run.id()),
                (connection, now) -> {
                    long key = JournalSql.insertRun(connection, run);
                    return new RunJournal.Place(
                            key, JournalSql.insertLeg(connection, key, now, run.caller(), ControllerProcess.self()), 0);
                },
                late(run.git(), run.fingerprint()),
                false);
    }

    private static List<DeferredField<?>> late(
            @Nullable Future<@Nullable GitState> git, @Nullable Future<String> fingerprint) {
        List<DeferredField<?>> late = new ArrayList<>();
        if (git != null) {
            late.add(new DeferredField<GitState>(git, JournalSql::setGit));
        }
        if (fingerprint != null) {
            late.add(new DeferredField<String>(fingerprint, JournalSql::setFingerprint));
        }
        return late;
    }

    /**
     * A run goes on where its journal ends: what is told from now on follows. No other process can resume it meanwhile.
     *
     * @throws UserError if there is no such run, it is damaged, or another process is at it
     */
    public RunJournal resume(RunId id, Invoker caller) {
        return resume(id, caller, null);
    }

    /** @param fingerprint of inputs that the run goes on with and was not started with; null: they are the same */
    public RunJournal resume(RunId id, Invoker caller, @Nullable Future<String> fingerprint) {
        RunRecord run = record(id);
        if (run.damaged()) {
            throw new UserError(
                    null,
                    "run " + id + " lost events with a damaged journal and can't be resumed",
                    "'hitless show " + id + "' shows what is left of it; begin a new one");
        }
        RunLock lock = RunLock.of(state, id);
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
                late(null, fingerprint),
                true);
    }

    /** What the drift checks among them found. */
    public DriftChecks drift() {
        return new DriftChecks(state, this::database);
    }

    /** All runs, newest first. */
    public List<RunRecord> runs() {
        return database().read(JournalSql::runs);
    }

    /**
     * For each host the last rollout of each scope that came to it; those that were killed before they told of their
     * hosts are not among them.
     */
    public List<LastRollout> lastRollouts() {
        return database().read(JournalSql::lastRollouts);
    }

    /**
     * The run that is meant: by its id, the beginning of just one id, or {@link #LAST}, which is none that was refused
     * before it began.
     *
     * @throws UserError if there is none, or more than one
     */
    public RunRecord find(String wanted) {
        return find(wanted, _ -> true);
    }

    /** The same for a command that has to do with some runs only: the last is the newest of these. */
    public RunRecord find(String wanted, Predicate<RunRecord> lastOf) {
        List<RunRecord> all = runs();
        if (all.isEmpty()) {
            throw new UserError(
                    null, "no run is known in " + state, "a rollout writes one; --state names another state directory");
        }
        RunRecord last = all.stream()
                .filter(run -> run.state() != RunRecord.State.REFUSED)
                .filter(lastOf)
                .findFirst()
                .orElse(all.getFirst());
        if (wanted.equals(LAST)) {
            return last;
        }
        List<RunRecord> fitting =
                all.stream().filter(run -> run.id().text().startsWith(wanted)).toList();
        if (fitting.size() == 1) {
            return fitting.getFirst();
        }
        if (fitting.isEmpty()) {
            String near = Suggestion.didYouMean(
                    wanted, all.stream().map(run -> run.id().text()).toList());
            throw new UserError(
                    null,
                    "no run '" + wanted + "'",
                    near != null
                            ? near
                            : "'hitless history' lists them; the newest is " + last.id() + ", also called 'last'");
        }
        List<String> some =
                fitting.stream().limit(3).map(run -> run.id().text()).toList();
        throw new UserError(
                null,
                fitting.size() + " runs begin with '" + wanted + "'",
                "the newest of them: " + String.join(", ", some));
    }

    /**
     * A run with all of its events.
     *
     * @throws UserError if there is no such run, or an event is not as it was written
     */
    public StoredRun read(RunId id) {
        RunRecord run = record(id);
        List<StoredEvent> events = new ArrayList<>();
        events(id, 0, events::add);
        return new StoredRun(run, events);
    }

    /**
     * Hands over a run's events one by one, as {@link #read} does all at once: of a big run, few are needed at a time.
     *
     * @param after only those that follow this one; 0 for all
     * @throws UserError if an event is not as it was written
     */
    public void events(RunId id, long after, Consumer<StoredEvent> to) {
        EventJson json = new EventJson();
        database().read(connection -> {
            JournalSql.events(connection, JournalSql.key(connection, id), after, row -> {
                try {
                    to.accept(new StoredEvent(row.seq(), Instant.ofEpochMilli(row.at()), json.read(row.body())));
                } catch (IllegalArgumentException e) {
                    throw new UserError("event " + row.seq() + " of run " + id + " can't be read: " + e.getMessage());
                }
            });
            return id;
        });
    }

    /** The hosts whose batches a run has begun: also of one that was killed and told no more of them. */
    public List<String> begun(RunId id) {
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

    /** Whether there is such a run: one that ended before it began has left nothing. */
    public boolean has(RunId id) {
        return database().read(connection -> JournalSql.run(connection, id)).isPresent();
    }

    /** Whether a run with this id is known here, and no process of it is at work any more. */
    public boolean hasEnded(String id) {
        return RunId.isOne(id)
                && database()
                        .read(connection -> JournalSql.run(connection, new RunId(id)))
                        .filter(run -> run.state() != RunRecord.State.RUNNING)
                        .isPresent()
                && RunLock.isFree(state, new RunId(id));
    }

    /**
     * What is known of a run beside its events.
     *
     * @throws UserError if there is no such run
     */
    public RunRecord record(RunId id) {
        return database()
                .read(connection -> JournalSql.run(connection, id))
                .orElseThrow(() -> new UserError(null, "no run '" + id + "'", "'hitless history' lists them"));
    }

    /**
     * Forgets old runs: those that began before a time and are not among the newest. One that is under way is kept.
     *
     * @param keep how many of the newest stay whatever their age
     * @return the runs that are gone now
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
            old.forEach(run -> {
                remove(state.rollouts().resolve(run.text()));
                remove(state.reportOf(run));
            });
            database().shrink();
            return old;
        } catch (SQLException e) {
            throw Database.failure(state, e);
        }
    }

    private static void remove(Path directory) {
        try (Stream<Path> files = Files.exists(directory) ? Files.walk(directory) : Stream.<Path>empty()) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UserError("cannot remove " + directory + ": " + Reason.of(e));
        }
    }

    /** Waits for the opening if it is still under way: nobody is to touch the state directory after this. */
    @Override
    public void close() {
        try {
            database().close();
        } catch (UserError _) {
            // it was never open, and who needed it was told
        }
    }
}
