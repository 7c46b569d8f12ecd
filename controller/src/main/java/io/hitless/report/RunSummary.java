package io.hitless.report;

import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.event.ResultFields;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run, collected from its events: the state of each host, the changes, and pending handlers. If a
 * resumed run reports a task twice on a host, the later result counts.
 */
public final class RunSummary implements EventSink {
    /** The state of a host. */
    public enum State {
        /** The host did not fail. If the run was interrupted or is still running, the host may have more to do. */
        DONE,
        FAILED,
        UNREACHABLE,
        /** A task was started on the host, and its result is unknown. */
        IN_FLIGHT,
        /** The host's batch was not started. */
        NOT_STARTED
    }

    /**
     * A host of the run.
     *
     * @param task the task at which the host failed, was unreachable, or that is running
     * @param why the module's error message
     */
    public record HostState(
            String host,
            State state,
            Counts counts,
            @Nullable TaskRef task,
            @Nullable String why) {}

    /**
     * The result of a task, equal on all of these hosts.
     *
     * @param what {@code changed}, or the kind of failure
     * @param items the loop items that changed something
     * @param why the reason for the failure; null for a change
     */
    public record Finding(
            TaskRef task,
            List<String> hosts,
            String what,
            List<String> items,
            List<Outcome.Diff> diffs,
            @Nullable String why) {}

    /** A handler that was notified on a host and was not started there. */
    public record Pending(String host, String handler, Span at) {}

    /** A host whose lock was taken from another run, which ended without releasing it. */
    public record BrokenLock(String host, String run) {}

    /** The parts of a finding that must be equal for hosts to be grouped. */
    private record Alike(
            String what,
            List<String> items,
            List<Outcome.Diff> diffs,
            @Nullable String why) {}

    /** The state of a host, from the events so far. */
    private static final class HostEvents {
        private boolean begun;
        private int included;
        private int rescued;
        private @Nullable TaskRef lostAt;
        private int lostInLeg;
        private @Nullable String why;
        private boolean unreachable;
    }

    /** A task on a host. */
    private record Call(String task, String host) {}

    private final Map<String, HostEvents> hosts = new LinkedHashMap<>();
    private final Map<Call, Event.TaskEnded> ended = new LinkedHashMap<>();
    private final Map<Call, Map<String, Outcome>> changedItems = new LinkedHashMap<>();
    private final Set<Pending> pending = new LinkedHashSet<>();
    private final Map<String, TaskRef> inFlight = new LinkedHashMap<>();
    private final Set<BrokenLock> broken = new LinkedHashSet<>();
    private Map<String, Counts> recap = Map.of();
    private boolean independent;
    private int leg;

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.RunStarted _ -> {
                leg++;
                recap = Map.of();
            }
            case Event.PlayStarted play -> {
                independent = play.independent();
                play.hosts().forEach(this::course);
            }
            case Event.BatchStarted batch -> {
                inFlight.clear();
                batch.hosts().forEach(host -> course(host).begun = true);
            }
            case Event.TaskStarted started -> taskStarted(started);
            case Event.ItemEnded item -> {
                if (item.outcome().changed()) {
                    changedItems
                            .computeIfAbsent(new Call(item.task().key(), item.host()), _ -> new LinkedHashMap<>())
                            .put(item.item(), item.outcome());
                }
            }
            case Event.TaskEnded task -> taskEnded(task);
            case Event.Included included ->
                included.hosts().forEach(host -> {
                    inFlight.remove(host);
                    course(host).included++;
                });
            case Event.Rescued rescued -> {
                HostEvents course = course(rescued.host());
                course.lostAt = null;
                course.rescued++;
            }
            case Event.Notified notified ->
                pending.add(new Pending(notified.host(), notified.handler(), notified.at()));
            case Event.Locked(var host, var _, var from) when from != null -> broken.add(new BrokenLock(host, from));
            case Event.RunEnded end -> {
                recap = end.recap();
                recap.keySet().forEach(host -> course(host).begun = true);
                if (!end.interrupted()) {
                    inFlight.clear();
                }
            }
            default -> {}
        }
    }

    private HostEvents course(String host) {
        return hosts.computeIfAbsent(host, _ -> new HostEvents());
    }

    private void taskStarted(Event.TaskStarted started) {
        if (!independent) {
            inFlight.clear();
        }
        started.hosts().forEach(host -> inFlight.put(host, started.task()));
        started.hosts().forEach(host -> course(host).begun = true);
        if (started.task().handler()) {
            pending.removeIf(one -> started.hosts().contains(one.host()) && matches(one, started.task()));
        }
    }

    private static boolean matches(Pending one, TaskRef handler) {
        return one.handler().equals(handler.name())
                || one.at().toString().equals(handler.at().toString());
    }

    private void taskEnded(Event.TaskEnded task) {
        HostEvents course = course(task.host());
        inFlight.remove(task.host());
        ended.put(new Call(task.task().key(), task.host()), task);
        if (course.lostInLeg < leg) { // the host takes part again
            course.lostAt = null;
        }
        switch (task.outcome().status()) {
            case FAILED, UNREACHABLE -> {
                course.lostAt = task.task();
                course.lostInLeg = leg;
                course.why = why(task.outcome());
                course.unreachable = task.outcome().status() == Outcome.Status.UNREACHABLE;
            }
            default -> {}
        }
    }

    private static String why(Outcome outcome) {
        for (String field : List.of(ResultFields.MSG, "stderr", "reason", ResultFields.CENSORED)) {
            if (outcome.result().get(field) instanceof String text && !text.isBlank()) {
                return text.strip();
            }
        }
        return DisplayText.line(outcome.result());
    }

    /** The hosts, in the order in which they first took part. */
    public List<HostState> hosts() {
        List<HostState> out = new ArrayList<>();
        Map<String, Counts> counted = counted();
        hosts.forEach((host, course) -> {
            Counts counts = recap.getOrDefault(host, counted.getOrDefault(host, Counts.NONE));
            if (inFlight.containsKey(host)) {
                out.add(new HostState(host, State.IN_FLIGHT, counts, inFlight.get(host), null));
            } else if (course.lostAt != null) {
                out.add(new HostState(
                        host,
                        course.unreachable ? State.UNREACHABLE : State.FAILED,
                        counts,
                        course.lostAt,
                        course.why));
            } else {
                out.add(new HostState(host, course.begun ? State.DONE : State.NOT_STARTED, counts, null, null));
            }
        });
        return out;
    }

    /** Counts by the last result of each task, as in the recap of a completed run. */
    private Map<String, Counts> counted() {
        Map<String, Counts> out = new LinkedHashMap<>();
        ended.forEach((call, task) ->
                out.merge(call.host(), Counts.NONE.plus(task.outcome()), (sum, _) -> sum.plus(task.outcome())));
        hosts.forEach((host, course) -> {
            Counts sum = out.getOrDefault(host, Counts.NONE);
            for (int i = 0; i < course.included; i++) {
                sum = sum.plusIncluded();
            }
            for (int i = 0; i < course.rescued; i++) {
                sum = sum.rescue();
            }
            out.put(host, sum);
        });
        return out;
    }

    public List<Pending> pending() {
        return List.copyOf(pending);
    }

    /** The locks that were taken from runs that ended without releasing them. */
    public List<BrokenLock> broken() {
        return List.copyOf(broken);
    }

    /** Changes and failures, by task in the order they started, grouped over the hosts of all batches. */
    public List<Finding> findings() {
        Map<String, Integer> order = new HashMap<>();
        hosts.keySet().forEach(host -> order.put(host, order.size()));
        Map<String, TaskRef> tasks = new LinkedHashMap<>();
        Map<String, Map<Alike, List<String>>> groups = new LinkedHashMap<>();
        Map<Call, Integer> times =
                new HashMap<>(); // a task that is reached again, as in a loop of includes, is a separate finding
        ended.values().forEach(task -> {
            String place = task.task().at() + " " + task.task().handler() + " "
                    + task.task().name();
            String key = times.merge(new Call(place, task.host()), 1, Integer::sum) + " " + place;
            Alike what = shared(task);
            if (what != null) {
                tasks.putIfAbsent(key, task.task());
                groups.computeIfAbsent(key, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(what, _ -> new ArrayList<>())
                        .add(task.host());
            }
        });
        List<Finding> out = new ArrayList<>();
        tasks.forEach((id, task) -> {
            List<Finding> ofTask = new ArrayList<>();
            groups.getOrDefault(id, Map.of()).forEach((what, hostsAlike) -> {
                hostsAlike.sort(Comparator.comparingInt(host -> order.getOrDefault(host, 0)));
                ofTask.add(new Finding(
                        task, List.copyOf(hostsAlike), what.what(), what.items(), what.diffs(), what.why()));
            });
            ofTask.sort(Comparator.comparingInt(
                    finding -> order.getOrDefault(finding.hosts().getFirst(), 0)));
            out.addAll(ofTask);
        });
        return out;
    }

    private @Nullable Alike shared(Event.TaskEnded task) {
        Map<String, Outcome> changedTurns =
                changedItems.getOrDefault(new Call(task.task().key(), task.host()), Map.of());
        List<Outcome.Diff> diffs = new ArrayList<>(task.outcome().diffs());
        changedTurns.values().forEach(item -> diffs.addAll(item.diffs()));
        List<String> items = List.copyOf(changedTurns.keySet());
        return switch (task.outcome().status()) {
            case FAILED -> new Alike("failed", items, diffs, why(task.outcome()));
            case UNREACHABLE -> new Alike("unreachable", items, diffs, why(task.outcome()));
            case IGNORED ->
                task.outcome().changed()
                        ? new Alike("changed, failed and was ignored", items, diffs, why(task.outcome()))
                        : null;
            default -> task.outcome().changed() ? new Alike("changed", items, diffs, null) : null;
        };
    }
}
