package io.hitless.report.export;

import io.hitless.event.Counts;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.event.ResultFields;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link RunResult} from a run's events. If a resumed run reports a task twice on a host, the later result
 * counts.
 */
public final class RunResultBuilder implements EventSink {
    /** Modules whose results tell when certificates end. */
    private static final Set<String> KNOW_CERTIFICATES = Set.of("haproxy_certs", "haproxy_info");

    private final RunMetadata head;
    private final Map<String, HostEvents> courses = new LinkedHashMap<>();
    private final Set<String> waiting = new LinkedHashSet<>();
    private boolean independent;
    private boolean ended;
    private boolean interrupted;

    /** The state of a host, from the events so far, and its tasks by key. */
    private static final class HostEvents {
        private final Map<String, RunResult.Task> tasks = new LinkedHashMap<>();
        private final Map<String, List<Outcome.Diff>> itemDiffs = new HashMap<>();
        private final Map<String, Long> expiries = new HashMap<>();
        private @Nullable String lastFailed;
        private boolean begun;
        private boolean lost;
    }

    public RunResultBuilder(RunMetadata head) {
        this.head = head;
    }

    @Override
    public void on(Event event) {
        switch (event) {
            case Event.RunStarted _ -> {
                ended = false;
                waiting.clear();
            }
            case Event.PlayStarted play -> {
                independent = play.independent();
                play.hosts().forEach(this::course);
            }
            case Event.BatchStarted batch -> {
                waiting.clear();
                batch.hosts().forEach(host -> course(host).begun = true);
            }
            case Event.TaskStarted started -> {
                if (!independent) {
                    waiting.clear();
                }
                waiting.addAll(started.hosts());
                started.hosts().forEach(host -> course(host).begun = true);
            }
            case Event.Included included -> included.hosts().forEach(waiting::remove);
            case Event.ItemEnded item -> {
                HostEvents course = course(item.host());
                course.itemDiffs
                        .computeIfAbsent(item.task().key(), _ -> new ArrayList<>())
                        .addAll(item.outcome().diffs());
                noteCertificates(course, item.task(), item.outcome());
            }
            case Event.TaskEnded task -> taskEnded(task);
            case Event.Rescued rescued -> rescued(course(rescued.host()));
            case Event.RunEnded end -> {
                ended = true;
                interrupted = end.interrupted();
                end.recap().forEach(this::addRecap);
            }
            default -> {}
        }
    }

    private HostEvents course(String host) {
        return courses.computeIfAbsent(host, _ -> new HostEvents());
    }

    private void taskEnded(Event.TaskEnded ended) {
        waiting.remove(ended.host());
        HostEvents course = course(ended.host());
        TaskRef task = ended.task();
        Outcome outcome = ended.outcome();
        noteCertificates(course, task, outcome);
        List<Outcome.Diff> itemDiffs = course.itemDiffs.remove(task.key());
        State state = state(outcome.status(), head.check());
        List<Outcome.Diff> diffs = new ArrayList<>();
        if (state != State.IN_SYNC) { // other diffs are not needed, and a fleet has many
            diffs.addAll(outcome.diffs());
            diffs.addAll(itemDiffs == null ? List.of() : itemDiffs);
        }
        boolean skipped = outcome.status() == Outcome.Status.SKIPPED;
        course.tasks.put(
                task.key(),
                new RunResult.Task(
                        task.name(),
                        task.at().toString(),
                        state,
                        outcome.changed(),
                        skipped,
                        why(outcome),
                        diffs,
                        outcome.took()));
        switch (state) {
            case FAILED -> course.lastFailed = task.key();
            case UNREACHABLE -> course.lost = outcome.status() == Outcome.Status.UNREACHABLE;
            default -> course.lost = false; // the host is reachable again
        }
    }

    private static void noteCertificates(HostEvents course, TaskRef task, Outcome outcome) {
        if (KNOW_CERTIFICATES.contains(task.action()) && outcome.result().get("certificates") instanceof List<?> all) {
            for (Object each : all) {
                if (each instanceof Map<?, ?> certificate
                        && certificate.get("path") instanceof String path
                        && certificate.get("expires") instanceof Number expires) {
                    course.expiries.put(path, expires.longValue());
                }
            }
        }
    }

    /** The state of a host after a task with this status. An ignored failure does not count. */
    static State state(Outcome.Status status, boolean check) {
        return switch (status) {
            case OK, SKIPPED, IGNORED -> State.IN_SYNC;
            case CHANGED -> check ? State.DRIFTED : State.IN_SYNC;
            case FAILED -> State.FAILED;
            case UNREACHABLE, UNREACHABLE_IGNORED -> State.UNREACHABLE;
            case UNKNOWN -> State.UNKNOWN;
        };
    }

    private static @Nullable String why(Outcome outcome) {
        String field = switch (outcome.status()) {
            case OK, CHANGED -> null;
            case SKIPPED -> ResultFields.SKIP_REASON;
            case UNKNOWN -> ResultFields.UNKNOWN_BECAUSE;
            case FAILED, IGNORED, UNREACHABLE, UNREACHABLE_IGNORED -> ResultFields.MSG;
        };
        if (field == null) {
            return null;
        }
        for (String each : List.of(field, "stderr", "reason", ResultFields.CENSORED)) {
            if (outcome.result().get(each) instanceof String text && !text.isBlank()) {
                return text.strip();
            }
        }
        return field.equals(ResultFields.MSG) ? DisplayText.line(outcome.result()) : null;
    }

    private static void rescued(HostEvents course) {
        if (course.lastFailed != null) {
            course.tasks.computeIfPresent(
                    course.lastFailed,
                    (_, task) -> new RunResult.Task(
                            task.name(),
                            task.at(),
                            State.IN_SYNC,
                            task.changed(),
                            task.skipped(),
                            "failed, and was rescued: " + task.why(),
                            task.diffs(),
                            task.took()));
        }
    }

    // A host can fail between tasks: another run locked it, or its time limit passed.
    private void addRecap(String host, Counts counts) {
        HostEvents course = course(host);
        course.begun = true;
        boolean failedAtTask = course.tasks.values().stream().anyMatch(task -> task.state() == State.FAILED);
        if (counts.failed() > 0 && !failedAtTask) {
            course.tasks.put(
                    "",
                    new RunResult.Task(
                            "the host's part in the run",
                            "",
                            State.FAILED,
                            false,
                            false,
                            "it failed between tasks",
                            List.of(),
                            Duration.ZERO));
        }
    }

    /** @param complete whether the run finished, and was not ended by an error */
    public RunResult result(Instant at, boolean complete, int exitCode) {
        List<RunResult.Host> hosts = new ArrayList<>();
        courses.forEach((name, course) -> hosts.add(
                new RunResult.Host(name, state(name, course), List.copyOf(course.tasks.values()), course.expiries)));
        RunResult.Ending ending = !complete
                ? RunResult.Ending.ERROR
                : interrupted || !ended ? RunResult.Ending.INTERRUPTED : RunResult.Ending.COMPLETE;
        return new RunResult(head, at, ending, exitCode, hosts);
    }

    private State state(String host, HostEvents course) {
        if (course.lost) {
            return State.UNREACHABLE;
        }
        List<State> states = new ArrayList<>(course.tasks.values().stream()
                .map(RunResult.Task::state)
                .filter(s -> s != State.UNREACHABLE)
                .toList());
        if (!course.begun || ((interrupted || !ended) && waiting.contains(host))) {
            states.add(State.UNKNOWN);
        }
        return RunResult.worst(states);
    }
}
