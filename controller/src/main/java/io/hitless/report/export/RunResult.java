package io.hitless.report.export;

import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run, per host and task, for JUnit files, metrics and webhooks.
 *
 * @param ended when the run ended
 * @param exitCode the process's exit code
 * @param hosts the hosts that took part, in the order in which they first did
 */
public record RunResult(RunMetadata head, Instant ended, Ending ending, int exitCode, List<Host> hosts) {
    /** How the run ended. */
    public enum Ending {
        COMPLETE,
        INTERRUPTED,
        ERROR
    }

    /**
     * A host and its tasks, in the order in which it ran them.
     *
     * @param expiries when certificates that tasks saw on it end, by their paths, in seconds since 1970
     */
    public record Host(String name, State state, List<Task> tasks, Map<String, Long> expiries) {
        public Host {
            tasks = List.copyOf(tasks);
            expiries = Collections.unmodifiableMap(new TreeMap<>(expiries));
        }

        public Host(String name, State state, List<Task> tasks) {
            this(name, state, tasks, Map.of());
        }
    }

    /**
     * A task on a host.
     *
     * @param at {@code file:line:column}
     * @param state the host's state after the task: a rollout's change counts as in sync, a change predicted by a check
     *     as drifted
     * @param changed whether the task changed something, or would
     * @param skipped whether the task was not checked: a condition excluded the host, or a rule ignores the task
     * @param why the reason why the host is not in sync, or why the task was skipped; null if there is none
     * @param took the task's duration; zero if unknown
     */
    public record Task(
            String name,
            String at,
            State state,
            boolean changed,
            boolean skipped,
            @Nullable String why,
            List<Outcome.Diff> diffs,
            Duration took) {
        public Task {
            diffs = List.copyOf(diffs);
        }

        private Task withDuration(Duration time) {
            return new Task(name, at, state, changed, skipped, why, diffs, time);
        }
    }

    public RunResult {
        hosts = List.copyOf(hosts);
    }

    /** The result of a drift check. */
    public static RunResult of(RunMetadata head, DriftReport report, Instant ended, int exitCode) {
        List<Host> hosts = report.looked().stream()
                .map(host -> new Host(host, report.state(host), tasks(report, host)))
                .toList();
        return new RunResult(head, ended, report.complete() ? Ending.COMPLETE : Ending.INTERRUPTED, exitCode, hosts);
    }

    private static List<Task> tasks(DriftReport report, String host) {
        List<Task> tasks = new ArrayList<>();
        report.of(host).forEach((check, found) -> {
            DriftReport.Ignored rule = found.ignored();
            String why = rule == null ? found.why() : "ignored: " + rule.reason() + " (" + rule.at() + ")";
            tasks.add(new Task(
                    check.name(),
                    check.at(),
                    found.counted(),
                    found.state() == State.DRIFTED,
                    rule != null,
                    why,
                    found.diffs(),
                    Duration.ZERO));
        });
        return tasks;
    }

    /** Returns this result with what drift reports lack, from another one: task durations and ends of certificates. */
    public RunResult completedBy(RunResult other) {
        record Place(String host, String task, String at) {}
        Map<Place, Duration> times = new HashMap<>();
        Map<String, Map<String, Long>> expiries = new HashMap<>();
        other.hosts.forEach(host -> {
            expiries.put(host.name(), host.expiries());
            host.tasks()
                    .forEach(task ->
                            times.merge(new Place(host.name(), task.name(), task.at()), task.took(), Duration::plus));
        });
        List<Host> timed = hosts.stream()
                .map(host -> new Host(
                        host.name(),
                        host.state(),
                        host.tasks().stream()
                                .map(task -> task.withDuration(times.getOrDefault(
                                        new Place(host.name(), task.name(), task.at()), task.took())))
                                .toList(),
                        expiries.getOrDefault(host.name(), host.expiries())))
                .toList();
        return new RunResult(head, ended, ending, exitCode, timed);
    }

    Duration took() {
        return Duration.between(head.started(), ended);
    }

    /** The worst state of a host; {@code UNKNOWN} if there is no host. */
    State state() {
        return hosts.isEmpty()
                ? State.UNKNOWN
                : worst(hosts.stream().map(Host::state).toList());
    }

    /** The state as a word: {@code in_sync}, …, or {@code interrupted} or {@code error} if the run did not finish. */
    String word() {
        return ending == Ending.COMPLETE ? word(state()) : ending.name().toLowerCase(Locale.ROOT);
    }

    /** The state as it is written. */
    public static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static State worst(List<State> states) {
        return states.stream().min(State::compareTo).orElse(State.IN_SYNC);
    }

    /** The number of hosts in each state. */
    Map<State, Integer> hostsByState() {
        return counted(hosts.stream().map(Host::state).toList());
    }

    /** The number of task results in each state, without skipped ones. */
    Map<State, Integer> tasksByState() {
        return counted(hosts.stream()
                .flatMap(host -> host.tasks().stream())
                .filter(task -> !task.skipped())
                .map(Task::state)
                .toList());
    }

    private static Map<State, Integer> counted(List<State> states) {
        Map<State, Integer> out = new EnumMap<>(State.class);
        for (State state : State.values()) {
            out.put(state, 0);
        }
        states.forEach(state -> out.merge(state, 1, Integer::sum));
        return out;
    }

    /** The number of task results that changed something, or would. */
    long changes() {
        return hosts.stream()
                .flatMap(host -> host.tasks().stream())
                .filter(Task::changed)
                .count();
    }

    /**
     * The share of checks with a known result, from 0 to 1, without failed connections. Empty if nothing was checked.
     */
    OptionalDouble coverage() {
        Map<State, Integer> tasks = tasksByState();
        int unknown = tasks.getOrDefault(State.UNKNOWN, 0);
        int known = tasks.getOrDefault(State.IN_SYNC, 0)
                + tasks.getOrDefault(State.DRIFTED, 0)
                + tasks.getOrDefault(State.FAILED, 0);
        return known + unknown == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) known / (known + unknown));
    }

    /** A deviation, equal on all of these hosts. */
    public record Finding(
            String task, String at, State state, @Nullable String why, List<String> hosts) {}

    /** Deviations, grouped by hosts, in the order in which they were found. */
    List<Finding> findings() {
        record Alike(
                String task,
                String at,
                State state,
                @Nullable String why) {}
        Map<Alike, List<String>> groups = new LinkedHashMap<>();
        for (Host host : hosts) {
            for (Task task : host.tasks()) {
                if (task.state() != State.IN_SYNC) {
                    groups.computeIfAbsent(
                                    new Alike(task.name(), task.at(), task.state(), task.why()), _ -> new ArrayList<>())
                            .add(host.name());
                }
            }
        }
        List<Finding> out = new ArrayList<>();
        groups.forEach((shared, on) ->
                out.add(new Finding(shared.task(), shared.at(), shared.state(), shared.why(), List.copyOf(on))));
        return out;
    }
}
