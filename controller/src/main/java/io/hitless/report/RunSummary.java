package io.hitless.report;

import io.hitless.event.Counts;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
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
 * What a run came to, gathered from its events: how each host stands, what was changed where, which handlers are still
 * pending. Told twice of a task on a host, as a resumed run does, it keeps the later word.
 */
public final class RunSummary implements EventSink {
    /** How a host stands. */
    public enum Standing {
        /** Nothing of its was lost; in a run that goes on or was cut short there may be more to do. */
        DONE,
        FAILED,
        UNREACHABLE,
        /** A task had begun on it, and how it ended was not told. */
        IN_FLIGHT,
        /** Its batch had not started. */
        NOT_STARTED
    }

    /**
     * A host of the run.
     *
     * @param task at which it failed, could not be reached, or is in flight
     * @param why it failed, in the module's words
     */
    public record HostState(
            String host,
            Standing standing,
            Counts counts,
            @Nullable TaskRef task,
            @Nullable String why) {}

    /**
     * What a task did, alike on all of these hosts.
     *
     * @param what {@code changed}, or how it failed
     * @param items the turns of a loop that changed something
     * @param why it failed; null for a change
     */
    public record Finding(
            TaskRef task,
            List<String> hosts,
            String what,
            List<String> items,
            List<Outcome.Diff> diffs,
            @Nullable String why) {}

    /** A handler that was notified on a host and did not begin there. */
    public record Pending(String host, String handler, Span at) {}

    /** A host that was locked by another run, which had gone without letting go of it. */
    public record BrokenLock(String host, String run) {}

    /** The parts of a finding that have to be alike for hosts to be folded. */
    private record Alike(
            String what,
            List<String> items,
            List<Outcome.Diff> diffs,
            @Nullable String why) {}

    /** A host while the events come in. */
    private static final class Course {
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

    private final Map<String, Course> hosts = new LinkedHashMap<>();
    private final Map<Call, Event.TaskEnded> ended = new LinkedHashMap<>();
    private final Map<Call, Map<String, Outcome>> turns = new LinkedHashMap<>();
    private final Set<Pending> pending = new LinkedHashSet<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    private final Set<BrokenLock> broken = new LinkedHashSet<>();
    private Map<String, Counts> recap = Map.of();
    private @Nullable TaskRef current;
    private int leg;

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.RunStarted _ -> {
                leg++;
                recap = Map.of();
            }
            case Event.PlayStarted play -> play.hosts().forEach(this::course);
            case Event.BatchStarted batch -> {
                waiting.clear();
                batch.hosts().forEach(host -> course(host).begun = true);
            }
            case Event.TaskStarted started -> taskStarted(started);
            case Event.ItemEnded item -> {
                if (item.outcome().changed()) {
                    turns.computeIfAbsent(new Call(item.task().key(), item.host()), _ -> new LinkedHashMap<>())
                            .put(item.item(), item.outcome());
                }
            }
            case Event.TaskEnded task -> taskEnded(task);
            case Event.Included included ->
                included.hosts().forEach(host -> {
                    waiting.remove(host);
                    course(host).included++;
                });
            case Event.Rescued rescued -> {
                Course course = course(rescued.host());
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
                    waiting.clear();
                }
            }
            default -> {}
        }
    }

    private Course course(String host) {
        return hosts.computeIfAbsent(host, _ -> new Course());
    }

    private void taskStarted(Event.TaskStarted started) {
        current = started.task();
        waiting.clear();
        waiting.addAll(started.hosts());
        started.hosts().forEach(host -> course(host).begun = true);
        if (started.task().handler()) {
            pending.removeIf(one -> started.hosts().contains(one.host()) && isThat(one, started.task()));
        }
    }

    private static boolean isThat(Pending one, TaskRef handler) {
        return one.handler().equals(handler.name())
                || one.at().toString().equals(handler.at().toString());
    }

    private void taskEnded(Event.TaskEnded task) {
        Course course = course(task.host());
        waiting.remove(task.host());
        ended.put(new Call(task.task().key(), task.host()), task);
        if (course.lostInLeg < leg) { // it takes part again
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
        for (String field : List.of("msg", "stderr", "reason", "censored")) {
            if (outcome.result().get(field) instanceof String text && !text.isBlank()) {
                return text.strip();
            }
        }
        return DisplayText.line(outcome.result());
    }

    /** The hosts, in the order they first took part. */
    public List<HostState> hosts() {
        List<HostState> out = new ArrayList<>();
        Map<String, Counts> counted = counted();
        hosts.forEach((host, course) -> {
            Counts counts = recap.getOrDefault(host, counted.getOrDefault(host, Counts.NONE));
            if (waiting.contains(host)) {
                out.add(new HostState(host, Standing.IN_FLIGHT, counts, current, null));
            } else if (course.lostAt != null) {
                out.add(new HostState(
                        host,
                        course.unreachable ? Standing.UNREACHABLE : Standing.FAILED,
                        counts,
                        course.lostAt,
                        course.why));
            } else {
                out.add(new HostState(host, course.begun ? Standing.DONE : Standing.NOT_STARTED, counts, null, null));
            }
        });
        return out;
    }

    /** By the last word on each task: what the recap says at the end of a run that came to it. */
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

    /** The locks that were taken from runs that had gone without letting go of them. */
    public List<BrokenLock> broken() {
        return List.copyOf(broken);
    }

    /** What was changed and what failed, by task in the order they began, folded over the hosts of all batches. */
    public List<Finding> findings() {
        Map<String, Integer> order = new HashMap<>();
        hosts.keySet().forEach(host -> order.put(host, order.size()));
        Map<String, TaskRef> tasks = new LinkedHashMap<>();
        Map<String, Map<Alike, List<String>>> folds = new LinkedHashMap<>();
        Map<Call, Integer> times =
                new HashMap<>(); // a task that is come to again, as by an include in a loop, is another finding
        ended.values().forEach(task -> {
            String place = task.task().at() + " " + task.task().handler() + " "
                    + task.task().name();
            String key = times.merge(new Call(place, task.host()), 1, Integer::sum) + " " + place;
            Alike what = alike(task);
            if (what != null) {
                tasks.putIfAbsent(key, task.task());
                folds.computeIfAbsent(key, _ -> new LinkedHashMap<>())
                        .computeIfAbsent(what, _ -> new ArrayList<>())
                        .add(task.host());
            }
        });
        List<Finding> out = new ArrayList<>();
        tasks.forEach((id, task) -> {
            List<Finding> its = new ArrayList<>();
            folds.getOrDefault(id, Map.of()).forEach((what, alike) -> {
                alike.sort(Comparator.comparingInt(host -> order.getOrDefault(host, 0)));
                its.add(new Finding(task, List.copyOf(alike), what.what(), what.items(), what.diffs(), what.why()));
            });
            its.sort(Comparator.comparingInt(
                    finding -> order.getOrDefault(finding.hosts().getFirst(), 0)));
            out.addAll(its);
        });
        return out;
    }

    private @Nullable Alike alike(Event.TaskEnded task) {
        Map<String, Outcome> changedTurns =
                turns.getOrDefault(new Call(task.task().key(), task.host()), Map.of());
        List<Outcome.Diff> diffs = new ArrayList<>(task.outcome().diffs());
        changedTurns.values().forEach(turn -> diffs.addAll(turn.diffs()));
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
