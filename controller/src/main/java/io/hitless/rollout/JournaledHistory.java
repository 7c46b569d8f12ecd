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
 * The past of a run, out of its journal. What a host came to is known up to the task that it failed at for good, or
 * could not be reached for: that one is tried again, and a host that was quarantined has its time anew. A host that was
 * put back has no past.
 */
public final class JournaledHistory implements RunHistory {
    private static final HostPast NOTHING = new HostPast();

    private final UnaryOperator<@Nullable String> unseal;
    private final Map<String, HostPast> hosts = new HashMap<>();
    private final Map<String, String> actors = new HashMap<>();
    private final Map<Integer, List<String>> plays = new HashMap<>();
    private final Set<String> putBack = new HashSet<>();
    private final Set<String> locked = new HashSet<>();
    private final Set<String> comeTo = new HashSet<>();
    private final Map<Integer, StoredEvent> decisions = new LinkedHashMap<>();

    /**
     * @param unseal opens what was sealed with the vault password; null where that is not known
     * @param toGoOn whether what went wrong is to be tried again; else all is known as it went, to be undone
     */
    public JournaledHistory(List<StoredEvent> events, UnaryOperator<@Nullable String> unseal, boolean toGoOn) {
        this.unseal = unseal;
        for (StoredEvent event : events) {
            take(event);
        }
        if (toGoOn) {
            cutOff();
        }
    }

    /** One host's: its tasks in the order they ended. */
    private static final class HostPast {
        final Map<String, Ended> ended = new LinkedHashMap<>();
        final Map<String, RecordedIterations> turns = new HashMap<>();
        final Set<String> began = new HashSet<>();
        final Set<String> tried = new HashSet<>();
        final Set<String> failed = new HashSet<>();
        final Set<String> included = new HashSet<>();

        @Nullable
        String lostAt;

        boolean unreachable;
        long lostSince = Long.MAX_VALUE;

        /**
         * Forgets what came of it from the task on that it was lost at; how the good turns of that one's loop ended
         * stays known.
         */
        void cutOff() {
            turns.values().forEach(RecordedIterations::onlyGood);
            if (lostAt == null) {
                return;
            }
            boolean after = false;
            for (String key : List.copyOf(ended.keySet())) {
                after |= key.equals(lostAt);
                if (after) {
                    ended.remove(key);
                    began.remove(key);
                    turns.computeIfPresent(key, (its, all) -> its.equals(lostAt) ? all : null);
                }
            }
            if (unreachable) {
                began.add(lostAt); // what became of it, the host may know
            }
            lostAt = null;
        }
    }

    private HostPast host(String name) {
        return hosts.computeIfAbsent(name, _ -> new HostPast());
    }

    // Asked by many threads at once, so nothing is made here.
    private HostPast known(String name) {
        return hosts.getOrDefault(name, NOTHING);
    }

    private void take(StoredEvent stored) {
        if (stored.event() instanceof Event.TaskStarted(var _, var names)) {
            comeTo.addAll(names);
        }
        if (isOfTrial(stored.event())) {
            return;
        }
        switch (stored.event()) {
            case Event.RunStarted _ -> cutOff();
            case Event.PlayStarted(var number, var _, var names, var _, var _) -> {
                plays.put(number, names);
                locked.addAll(names); // its locks come next
            }
            case Event.Locked(var name, var _, var _) -> locked.add(name);
            case Event.TaskStarted(var task, var names) -> {
                names.forEach(name -> {
                    host(name).began.add(task.key());
                    host(name).tried.add(task.key());
                });
                actors.put(task.key(), names.getFirst());
            }
            case Event.ItemEnded(var task, var name, var delegate, var _, var outcome, var sealed) ->
                host(name)
                        .turns
                        .computeIfAbsent(task.key(), _ -> new RecordedIterations())
                        .add(whole(delegate == null ? null : delegate.name(), outcome, sealed));
            case Event.TaskEnded(var task, var name, var delegate, var _, var outcome, var sealed) ->
                ended(
                        task,
                        host(name),
                        whole(delegate == null ? null : delegate.name(), outcome, sealed),
                        stored.seq());
            case Event.Included(var task, var _, var names) ->
                names.forEach(name -> host(name).included.add(task.key()));
            case Event.Rescued(var name) -> {
                host(name).lostAt = null;
                host(name).lostSince = Long.MAX_VALUE;
            }
            case Event.Decision decision -> {
                decisions.put(decision.id(), stored);
                boolean puts = decision.topic() == Event.Decision.Topic.ROLLBACK;
                if (puts || decision.topic() == Event.Decision.Topic.HOST_TIMEOUT) {
                    decision.hosts()
                            .forEach(name -> host(name).lostSince = Math.min(host(name).lostSince, stored.seq()));
                }
                if (puts) {
                    putBack.addAll(decision.hosts());
                }
            }
            default -> {}
        }
    }

    private static boolean isOfTrial(Event event) {
        return switch (event) {
            case Event.TaskStarted(var task, var _) -> task.isTrial();
            case Event.ItemEnded ended -> ended.task().isTrial();
            case Event.TaskEnded ended -> ended.task().isTrial();
            case Event.Included(var task, var _, var _) -> task.isTrial();
            default -> false;
        };
    }

    private static void ended(TaskRef task, HostPast host, Ended end, long seq) {
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
        host.ended.remove(task.key()); // it moves to the end when it was tried again
        host.ended.put(task.key(), end);
    }

    // What was decided since the first host was lost is decided anew: that host takes part again.
    private void cutOff() {
        long since = Math.min(
                haltedSince(),
                hosts.values().stream().mapToLong(host -> host.lostSince).min().orElse(Long.MAX_VALUE));
        decisions.values().removeIf(stored -> stored.seq() >= since);
        hosts.values().forEach(host -> {
            host.cutOff();
            host.lostSince = Long.MAX_VALUE;
        });
        putBack.forEach(hosts::remove);
        putBack.clear();
    }

    /** Where the first halt began: that of a gate with its first try, so that it has all of its time again. */
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

    private Ended whole(@Nullable String delegate, Outcome outcome, @Nullable String sealed) {
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

    /** A value that lacks a secret is none: whoever uses it is told so. */
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
    public Map<Integer, Ended> turns(String key, String host) {
        RecordedIterations turns = known(host).turns.get(key);
        return turns == null ? Map.of() : turns.good();
    }

    @Override
    public boolean began(String key, String host) {
        return known(host).began.contains(key) && !known(host).ended.containsKey(key);
    }

    @Override
    public boolean isOpen(String key, String host) {
        return !TaskRef.isTrial(key) && (began(key, host) || !tried(key, host));
    }

    @Override
    public boolean failed(String key, String host) {
        return known(host).failed.contains(key);
    }

    @Override
    public Set<String> locked() {
        return Set.copyOf(locked);
    }

    @Override
    public boolean cameTo(String host) {
        return comeTo.contains(host);
    }

    @Override
    public boolean tried(String key, String host) {
        return known(host).tried.contains(key);
    }

    @Override
    public boolean included(String key, String host) {
        return known(host).included.contains(key);
    }

    @Override
    public @Nullable String actedFor(String key) {
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
