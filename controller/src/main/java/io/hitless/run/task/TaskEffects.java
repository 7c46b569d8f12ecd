package io.hitless.run.task;

import io.hitless.agent.Become;
import io.hitless.event.Delegate;
import io.hitless.event.Outcome;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.ScalarValues;
import io.hitless.run.action.Action;
import io.hitless.run.host.HostRun;
import io.hitless.run.result.TaskResult;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.AccessResolver;
import io.hitless.template.Template;
import io.hitless.value.BooleanWords;
import io.hitless.value.SecretUse;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The effects of a task on the run: facts, the change of its host, the delegate that acted, and how much of the result
 * is shown.
 */
final class TaskEffects {
    private final AssignedTask its;
    private final AccessResolver access;
    private final Action action;
    private @Nullable Delegate delegate;
    private Outcome.Detail detail;

    TaskEffects(AssignedTask its, AccessResolver access, Action action) {
        this.its = its;
        this.access = access;
        this.action = action;
        this.detail = action.detail(Map.of()); // if the task is not called
    }

    /** Must be called before each call of the task. */
    void calls(TaskCall call) {
        detail = call.detail();
        Delegation to = call.delegation();
        delegate = to.isElsewhere(its.host().name())
                ? new Delegate(to.acting(its.host().name()), to.address())
                : null;
    }

    /** Returns the delegate that acted last, or null. */
    @Nullable
    Delegate delegate() {
        return delegate;
    }

    /** Returns how much of the result is shown if the task succeeds. */
    Outcome.Detail detail() {
        return detail;
    }

    /** Returns whether nothing of a result with these fields is shown. */
    boolean hides(Map<String, @Nullable Object> fields) {
        return action.hides(fields);
    }

    /** Records that the task may have changed its host, so that a rollback undoes it. */
    void mayHaveChanged(@Nullable Become identity) {
        its.host().changes().add(its.task(), identity, delegate == null ? null : delegate.name());
        if (delegate != null && action.changesOwnHost()) {
            its.host().changes().add(its.task(), ownIdentity(), null);
        }
    }

    private @Nullable Become ownIdentity() {
        return access.of(its.host().name(), its.task().settings(), its.scope()).become();
    }

    /**
     * Stores the facts of a result. Must be called for each item and not only after the loop, since the next item may
     * need the facts.
     */
    void learnFacts(Map<?, ?> fields) {
        String module = its.task().module().name();
        if (!action.givesFacts() || !(fields.get("ansible_facts") instanceof Map<?, ?> map)) {
            return;
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        map.forEach((name, value) -> facts.put(String.valueOf(name), value));
        List<String> owners = delegate != null && its.isSet(Keyword.DELEGATE_FACTS)
                ? List.of(delegate.name())
                : its.concerned().stream().map(HostRun::name).toList();
        owners.forEach(each -> its.play().addFacts(each, module, facts));
        if (ScalarValues.shortName(its.task().action()).equals("gather_facts")) {
            owners.forEach(its.play()::markGathered);
        }
        if (module.equals("set_fact") && isCacheable()) {
            owners.forEach(each -> its.play().keepFacts(each, facts));
        }
    }

    private boolean isCacheable() {
        Template written = its.task().arguments().options().get("cacheable");
        return written != null && Boolean.TRUE.equals(BooleanWords.of(written.resolve(its.scope())));
    }

    /** Restores the effects of a task that ended before the run was interrupted. */
    TaskResult recall(RunHistory.Ended before) {
        delegate = before.delegate() == null ? null : new Delegate(before.delegate());
        SecretUse.note(before.secrets());
        TaskResult result = TaskResult.recalled(before.outcome());
        if (its.task().control().loop() != null && result.fields().get("results") instanceof List<?> items) {
            items.forEach(item -> learnFacts(item instanceof Map<?, ?> fields ? fields : Map.of()));
        } else {
            learnFacts(result.fields());
        }
        if (!its.purpose().looks() && (result.changed() || result.failed() || result.unreachable())) {
            mayHaveChanged(ownIdentity());
        }
        return result;
    }
}
