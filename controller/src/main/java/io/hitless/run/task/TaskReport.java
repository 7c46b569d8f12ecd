package io.hitless.run.task;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.ResultFields;
import io.hitless.playbook.Keyword;
import io.hitless.run.event.EventPublisher;
import io.hitless.run.result.TaskResult;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reports the progress of a task on its host. Results that {@code no_log} hides stay hidden. */
final class TaskReport {
    private final AssignedTask its;
    private final EventPublisher events;
    private final TaskEffects effects;

    TaskReport(AssignedTask its, EventPublisher events, TaskEffects effects) {
        this.its = its;
        this.events = events;
        this.effects = effects;
    }

    void started() {
        events.publish(new Event.HostStarted(its.ref(), its.host().name()));
    }

    void retrying(int left, TaskResult result, long startedNanos) {
        events.publish(new Event.Retrying(its.ref(), its.host().name(), left, outcome(result, startedNanos)));
    }

    void itemEnded(String label, TaskResult result, long startedNanos) {
        Outcome outcome = outcome(result, startedNanos);
        String shown = its.isSet(Keyword.NO_LOG) ? "(censored due to no_log)" : label; // the label may be the secret
        events.publish(new Event.ItemEnded(
                its.ref(),
                its.host().name(),
                effects.delegate(),
                shown,
                its.purpose().shown(outcome),
                sealed(result, outcome)));
    }

    void ended(TaskResult result, Outcome outcome) {
        boolean looped = its.task().control().loop() != null && result.fields().containsKey("results");
        Outcome shown = its.purpose().shown(outcome);
        events.publish(new Event.TaskEnded(
                its.ref(), its.host().name(), effects.delegate(), looped, shown, sealed(result, shown)));
    }

    Outcome outcome(TaskResult result, long startedNanos) {
        boolean hidden = its.isSet(Keyword.NO_LOG) || effects.hides(result.fields());
        return new Outcome(
                status(result),
                hidden ? hidden(result) : result.fields(),
                hidden ? List.of() : diffs(result),
                hidden ? Outcome.Detail.ON_REQUEST : effects.detail(),
                Duration.ofNanos(System.nanoTime() - startedNanos),
                null);
    }

    private List<Outcome.Diff> diffs(TaskResult result) {
        if (result.diffs().isEmpty() || !its.isSet(Keyword.DIFF)) {
            return result.diffs();
        }
        return result.diffs().stream().map(Outcome.Diff::asWanted).toList();
    }

    private Outcome.Status status(TaskResult result) {
        if (result.unreachable()) {
            return its.isSet(Keyword.IGNORE_UNREACHABLE)
                    ? Outcome.Status.UNREACHABLE_IGNORED
                    : Outcome.Status.UNREACHABLE;
        }
        if (result.failed()) {
            return its.isSet(Keyword.IGNORE_ERRORS) ? Outcome.Status.IGNORED : Outcome.Status.FAILED;
        }
        if (result.isUnknown()) {
            return Outcome.Status.UNKNOWN;
        }
        if (result.skipped()) {
            return Outcome.Status.SKIPPED;
        }
        return result.changed() ? Outcome.Status.CHANGED : Outcome.Status.OK;
    }

    // Encrypts only results that later tasks can read: registered ones, facts, and the failure that a rescue sees.
    private @Nullable String sealed(TaskResult result, Outcome outcome) {
        boolean needed = its.task().resultRules().register() != null
                || result.failed()
                || result.fields().containsKey("ansible_facts");
        return needed ? events.sealed(result.fields(), outcome.result()) : null;
    }

    // As in Ansible, a result without 'changed', such as that of debug, tells nothing of it.
    private Map<String, @Nullable Object> hidden(TaskResult result) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put(ResultFields.CENSORED, "the result is hidden, as 'no_log: true' is set for this task");
        if (effects.detail() != Outcome.Detail.OWN_FIELDS) {
            shown.put(ResultFields.CHANGED, result.changed());
        }
        return shown;
    }
}
