package io.hitless.rollout;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.event.ValueJson;
import io.hitless.run.event.EventRedactor;
import io.hitless.run.resume.RunHistory;
import io.hitless.store.StoredEvent;
import io.hitless.value.Redactor;
import io.hitless.value.Undefined;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * The history of a run, read from its journal. A host's results are known up to the task at which it finally failed or
 * became unreachable; that task is tried again. A quarantined host gets its full time limit again. A host that was
 * rolled back has no history.
 */
public final class JournaledHistory implements RunHistory {
    private static final HostHistory NOTHING = new HostHistory();

    private final UnaryOperator<@Nullable String> unseal;
    private final Map<String, HostHistory> hosts = new HashMap<>();
    private final Map<String, String> actors = new HashMap<>();
    private final Map<Integer, List<String>> plays = new HashMap<>();
    private final Set<Batch> batches = new HashSet<>();
    private int play;
    private final Set<String> rolledBack = new HashSet<>();
    private final Set<String> locked = new HashSet<>();
    private final Set<String> reached = new HashSet<>();
    private final Map<Integer, StoredEvent> decisions = new LinkedHashMap<>();

    /**
     * @param unseal decrypts values that were encrypted with the vault password; null if the password is not known
     * @param retryFailures whether failed tasks are tried again (to resume); otherwise all results are kept (to roll
     *     back)
     */
    public JournaledHistory(List<StoredEvent> events, UnaryOperator<@Nullable String> unseal, boolean retryFailures) {
        this.unseal = unseal;
        for (StoredEvent event : events) {
            take(event);
        }
        if (retryFailures) {
            startLeg();
        }
    }

    /** An empty history that begins where this one ends. */
    JournaledHistory next() {
        JournaledHistory next = new JournaledHistory(List.of(), unseal, false);
        next.play = play;
        return next;
    }

    private record Batch(int play, int number) {}

    /** The history of one host: its tasks in the order in which they ended. */
    private static final class HostHistory {
        final Map<String, Ended> ended = new LinkedHashMap<>();
        final Map<String, RecordedIterations> iterations = new HashMap<>();
        final Set<String> started = new HashSet<>();
        final Set<String> tried = new HashSet<>();
        final Set<String> failed = new HashSet<>();
        final Set<String> included = new HashSet<>();
        final Set<String> ofThisLeg = new HashSet<>();

        @Nullable
        String lostAt;

        boolean unreachable;
        long lostSince = Long.MAX_VALUE;

        /**
         * Forgets the results from the task on at which the host was lost. Keeps the successful iterations of that
         * task's loop.
         */
        void forgetSinceLost() {
            iterations.values().forEach(RecordedIterations::keepGood);
            if (lostAt == null) {
                return;
            }
            boolean after = false;
            for (String key : List.copyOf(ended.keySet())) {
                after |= key.equals(lostAt);
                if (after) {
                    ended.remove(key);
                    started.remove(key);
                    iterations.computeIfPresent(key, (its, all) -> its.equals(lostAt) ? all : null);
                }
            }
            if (unreachable) {
                started.add(lostAt); // the host may have stored the task's result
            }
            lostAt = null;
        }
    }

    private HostHistory host(String name) {
        return hosts.computeIfAbsent(name, _ -> new HostHistory());
    }

    // Called by many threads at once, so it must not add an entry.
    private HostHistory known(String name) {
        return hosts.getOrDefault(name, NOTHING);
    }

    /** Adds an event that was written since. Nobody may read meanwhile. */
    void take(StoredEvent stored) {
        if (stored.event() instanceof Event.TaskStarted(var _, var names)) {
            reached.addAll(names);
        }
        if (isPartOfTrial(stored.event())) {
            return;
        }
        switch (stored.event()) {
            case Event.RunStarted _ -> startLeg();
            case Event.BatchStarted batch -> batches.add(new Batch(play, batch.number()));
            case Event.PlayStarted(var number, var _, var names, var _, var _, var _) -> {
                play = number;
                plays.put(number, names);
                locked.addAll(names); // the hosts of the batch are locked next
            }
            case Event.Locked(var name, var _, var _) -> locked.add(name);
            case Event.TaskStarted(var task, var names) -> {
                names.forEach(name -> {
                    host(name).started.add(task.key());
                    host(name).tried.add(task.key());
                });
                actors.put(task.key(), names.getFirst());
            }
            case Event.ItemEnded(var task, var name, var delegate, var _, var outcome, var sealed) ->
                host(name)
                        .iterations
                        .computeIfAbsent(task.key(), _ -> new RecordedIterations())
                        .add(restored(delegate == null ? null : delegate.name(), outcome, sealed));
            case Event.TaskEnded(var task, var name, var delegate, var _, var outcome, var sealed) ->
                ended(
                        task,
                        host(name),
                        restored(delegate == null ? null : delegate.name(), outcome, sealed),
                        stored.seq());
            case Event.Included(var task, var _, var _, var names) ->
                names.forEach(name -> host(name).included.add(task.key()));
            case Event.Rescued(var name) -> {
                host(name).lostAt = null;
                host(name).lostSince = Long.MAX_VALUE;
            }
            case Event.Decision decision -> {
                decisions.put(decision.id(), stored);
                boolean rollsBack = decision.topic() == Event.Decision.Topic.ROLLBACK;
                if (rollsBack || decision.topic() == Event.Decision.Topic.HOST_TIMEOUT) {
                    decision.hosts()
                            .forEach(name -> host(name).lostSince = Math.min(host(name).lostSince, stored.seq()));
                }
                if (rollsBack) {
                    rolledBack.addAll(decision.hosts());
                }
            }
            default -> {}
        }
    }

    private static boolean isPartOfTrial(Event event) {
        return switch (event) {
            case Event.TaskStarted(var task, var _) -> task.isTrial();
            case Event.ItemEnded ended -> ended.task().isTrial();
            case Event.TaskEnded ended -> ended.task().isTrial();
            case Event.Included(var task, var _, var _, var _) -> task.isTrial();
            default -> false;
        };
    }

    private static void ended(TaskRef task, HostHistory host, Ended end, long seq) {
        Outcome.Status status = end.outcome().status();
        boolean unreachable = status == Outcome.Status.UNREACHABLE;
        if ((status == Outcome.Status.FAILED || unreachable) && host.lostAt == null) {
            host.lostAt = task.key();
            host.unreachable = unreachable;
            host.lostSince = Math.min(host.lostSince, seq);
        }
        if (status == Outcome.Status.FAILED) {
            host.failed.add(task.key());
        }
        host.ended.remove(task.key()); // a task that was tried again moves to the end
        host.ended.put(task.key(), end);
        host.ofThisLeg.add(task.key());
    }

    // The process that leads the run starts, or another one from now on: failed hosts are tried again.
    private void startLeg() {
        forgetSinceLost();
        hosts.values().forEach(host -> host.ofThisLeg.clear());
    }

    // Decisions since the first host was lost are made again, because that host takes part again.
    private void forgetSinceLost() {
        long since = Math.min(
                haltedSince(),
                hosts.values().stream().mapToLong(host -> host.lostSince).min().orElse(Long.MAX_VALUE));
        decisions.values().removeIf(stored -> stored.seq() >= since);
        hosts.values().forEach(host -> {
            host.forgetSinceLost();
            host.lostSince = Long.MAX_VALUE;
        });
        rolledBack.forEach(hosts::remove);
        rolledBack.clear();
    }

    /**
     * The number of the event at which the first halt began. For a gate, that is its first attempt, so that a resumed
     * run gives the gate its full time again.
     */
    private long haltedSince() {
        long since = Long.MAX_VALUE;
        for (StoredEvent stored : decisions.values()) {
            since = Math.min(since, stored.seq());
            switch (((Event.Decision) stored.event()).verdict()) {
                case HALT -> {
                    return since;
                }
                case GO_ON -> since = Long.MAX_VALUE;
                case AGAIN -> {}
            }
        }
        return Long.MAX_VALUE;
    }

    private Ended restored(@Nullable String delegate, Outcome outcome, @Nullable String sealed) {
        String opened = sealed == null ? null : unseal.apply(sealed);
        Map<String, @Nullable Object> result = new LinkedHashMap<>();
        Set<String> secrets = new HashSet<>();
        if (opened != null && ValueJson.read(opened) instanceof Map<?, ?> fields) {
            fields.forEach((name, value) -> result.put(String.valueOf(name), value));
            if (result.remove(EventRedactor.SECRETS) instanceof List<?> used) {
                used.forEach(secret -> secrets.add(String.valueOf(secret)));
            }
        } else {
            outcome.result().forEach((name, value) -> result.put(name, usable(value)));
        }
        return new Ended(delegate, outcome.with(result), Set.copyOf(secrets));
    }

    /** The value; undefined if a secret was removed from it, so that a task that uses it fails. */
    private static @Nullable Object usable(@Nullable Object value) {
        return switch (value) {
            case String text
            when text.contains(Redactor.MASK) ->
                new Undefined("it held a secret, which the journal does not keep without a vault password");
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>(list.size());
                list.forEach(item -> out.add(usable(item)));
                yield out;
            }
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((key, item) -> out.put(key, usable(item)));
                yield out;
            }
            case null, default -> value;
        };
    }

    @Override
    public @Nullable Ended task(String key, String host) {
        return known(host).ended.get(key);
    }

    @Override
    public Map<Integer, Ended> iterations(String key, String host) {
        RecordedIterations iterations = known(host).iterations.get(key);
        return iterations == null ? Map.of() : iterations.good();
    }

    @Override
    public boolean started(String key, String host) {
        return known(host).started.contains(key) && !known(host).ended.containsKey(key);
    }

    @Override
    public boolean isOutcomeUnknown(String key, String host) {
        return !TaskRef.isTrial(key) && (started(key, host) || !everStarted(key, host));
    }

    @Override
    public boolean failed(String key, String host) {
        return known(host).failed.contains(key);
    }

    @Override
    public boolean isOfThisLeg(String key, String host) {
        return known(host).ofThisLeg.contains(key);
    }

    @Override
    public boolean hasBatch(int number, int batch) {
        return batches.contains(new Batch(number, batch));
    }

    @Override
    public Set<String> locked() {
        return Set.copyOf(locked);
    }

    @Override
    public boolean reached(String host) {
        return reached.contains(host);
    }

    @Override
    public boolean everStarted(String key, String host) {
        return known(host).tried.contains(key);
    }

    @Override
    public boolean included(String key, String host) {
        return known(host).included.contains(key);
    }

    @Override
    public @Nullable String actingHost(String key) {
        return actors.get(key);
    }

    @Override
    public @Nullable List<String> hostsOf(int play) {
        return plays.get(play);
    }

    @Override
    public Event.@Nullable Decision decision(int id) {
        StoredEvent stored = decisions.get(id);
        return stored == null ? null : (Event.Decision) stored.event();
    }
}
