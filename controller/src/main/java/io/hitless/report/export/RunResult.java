package io.hitless.report.export;

import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a run came to, per host and task: what JUnit files, metrics and webhooks tell of it.
 *
 * @param ended when it did
 * @param exitCode that the process ends with
 * @param hosts those that took part, in the order they first did
 */
public record RunResult(RunMetadata head, Instant ended, Ending ending, int exitCode, List<Host> hosts) {
    /** Whether it came to its end. */
    public enum Ending {
        COMPLETE,
        INTERRUPTED,
        ERROR
    }

    /** A host and its tasks, in the order they were come to. */
    public record Host(String name, State state, List<Task> tasks) {
        public Host {
            tasks = List.copyOf(tasks);
        }
    }

    /**
     * A task on a host.
     *
     * @param at {@code file:line:column}
     * @param state how the host stands by it now: what a rollout has changed is in sync, what a check would change has
     *     drifted
     * @param changed whether it changed something, or would
     * @param skipped whether it was not looked at: a condition left the host out, or a rule lets it pass
     * @param why it is not in sync, or was skipped; null if there is nothing to say
     * @param took zero where it is not known
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

        private Task taking(Duration time) {
            return new Task(name, at, state, changed, skipped, why, diffs, time);
        }
    }

    public RunResult {
        hosts = List.copyOf(hosts);
    }

    /** What a drift check came to. */
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

    /** The same with the times that tasks took in another telling of the run: a drift check knows none. */
    public RunResult withTimes(RunResult other) {
        record Place(String host, String task, String at) {}
        Map<Place, Duration> times = new HashMap<>();
        other.hosts.forEach(host -> host.tasks()
                .forEach(task ->
                        times.merge(new Place(host.name(), task.name(), task.at()), task.took(), Duration::plus)));
        List<Host> timed = hosts.stream()
                .map(host -> new Host(
                        host.name(),
                        host.state(),
                        host.tasks().stream()
                                .map(task -> task.taking(times.getOrDefault(
                                        new Place(host.name(), task.name(), task.at()), task.took())))
                                .toList()))
                .toList();
        return new RunResult(head, ended, ending, exitCode, timed);
    }

    public Duration took() {
        return Duration.between(head.started(), ended);
    }

    /** The worst that a host stands; {@code UNKNOWN} where there is none. */
    public State state() {
        return hosts.isEmpty()
                ? State.UNKNOWN
                : worst(hosts.stream().map(Host::state).toList());
    }

    /** The state in a word: {@code in_sync}, …, or {@code interrupted} or {@code error} if it did not finish. */
    public String word() {
        return ending == Ending.COMPLETE ? word(state()) : ending.name().toLowerCase(Locale.ROOT);
    }

    static String word(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    static State worst(List<State> states) {
        return states.stream().min(State::compareTo).orElse(State.IN_SYNC);
    }

    /** How many hosts there are of each state. */
    public Map<State, Integer> hostsByState() {
        return counted(hosts.stream().map(Host::state).toList());
    }

    /** How many tasks on hosts there are of each state; those that were skipped are left out. */
    public Map<State, Integer> tasksByState() {
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

    /** How many tasks on hosts changed something, or would. */
    public long changes() {
        return hosts.stream()
                .flatMap(host -> host.tasks().stream())
                .filter(Task::changed)
                .count();
    }

    /**
     * How much of what was to be looked at could be known, from 0 to 1; connections that failed are left out. Nothing,
     * where there was nothing.
     */
    public OptionalDouble coverage() {
        Map<State, Integer> tasks = tasksByState();
        int unknown = tasks.getOrDefault(State.UNKNOWN, 0);
        int known = tasks.getOrDefault(State.IN_SYNC, 0)
                + tasks.getOrDefault(State.DRIFTED, 0)
                + tasks.getOrDefault(State.FAILED, 0);
        return known + unknown == 0 ? OptionalDouble.empty() : OptionalDouble.of((double) known / (known + unknown));
    }

    /** What is not in sync, alike on all of these hosts. */
    public record Finding(
            String task, String at, State state, @Nullable String why, List<String> hosts) {}

    /** What is not in sync, folded over hosts, in the order it was come to. */
    public List<Finding> findings() {
        record Alike(
                String task,
                String at,
                State state,
                @Nullable String why) {}
        Map<Alike, List<String>> folds = new LinkedHashMap<>();
        for (Host host : hosts) {
            for (Task task : host.tasks()) {
                if (task.state() != State.IN_SYNC) {
                    folds.computeIfAbsent(
                                    new Alike(task.name(), task.at(), task.state(), task.why()), _ -> new ArrayList<>())
                            .add(host.name());
                }
            }
        }
        List<Finding> out = new ArrayList<>();
        folds.forEach(
                (fold, on) -> out.add(new Finding(fold.task(), fold.at(), fold.state(), fold.why(), List.copyOf(on))));
        return out;
    }
}
