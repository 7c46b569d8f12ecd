package io.hitless.run.task;

import io.hitless.agent.Become;
import io.hitless.agent.Result;
import io.hitless.event.Delegate;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.module.ModuleSpec;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Loop;
import io.hitless.playbook.Retry;
import io.hitless.playbook.Task;
import io.hitless.run.action.Action;
import io.hitless.run.host.HostRun;
import io.hitless.run.plan.TaskPrediction;
import io.hitless.run.result.CompletedTask;
import io.hitless.run.result.LoopResult;
import io.hitless.run.result.TaskResult;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.step.CallKey;
import io.hitless.run.step.KeywordResolver;
import io.hitless.run.step.LoopIterations;
import io.hitless.run.step.StepPurpose;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.LoopItems;
import io.hitless.template.eval.Scope;
import io.hitless.value.ComputeLimits;
import io.hitless.value.SecretUse;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** One task on one host: its loop, its tries, its conditions, and what becomes of the result. */
public final class HostTask {
    private static final int DEFAULT_RETRIES = 3;
    private static final double DEFAULT_DELAY_SECONDS = 5;

    private final TaskEnvironment run;
    private final Task task;
    private final HostRun host;
    private final TaskRef ref;
    private final List<HostRun> concerned;
    private final StepPurpose purpose;
    private final TaskPrediction prediction;
    private final long started = System.nanoTime();
    private @Nullable String delegate;
    private @Nullable String delegateAddress;

    /** @param concerned the hosts that learn facts by it: the host alone, or all for which it runs once */
    HostTask(TaskEnvironment run, Task task, HostRun host, TaskRef ref, List<HostRun> concerned, StepPurpose purpose) {
        this.run = run;
        this.task = task;
        this.host = host;
        this.ref = ref;
        this.concerned = List.copyOf(concerned);
        this.purpose = purpose;
        this.prediction = new TaskPrediction(run.plan(), run.tools().arguments(), task, host, this.concerned);
    }

    CompletedTask carryOut() throws InterruptedException {
        return SecretUse.recording(new LinkedHashSet<>(), this::ended);
    }

    private CompletedTask ended() throws InterruptedException {
        RunHistory.Ended before = run.resumption().past().task(ref.key(), host.name());
        if (before != null && !run.tools().actions().of(task.module()).steersRun()) {
            return recall(before);
        }
        run.events().publish(new Event.HostStarted(ref, host.name()));
        String doubt = run.plan().doubt(host);
        TaskResult answer = doubt != null
                ? prediction.open(doubt, run.play().scope(host, task, Map.of()))
                : task.loop() == null ? turn(Map.of(), 0) : loop(task.loop());
        Outcome outcome = prediction.marked(outcome(answer, started));
        boolean looped = task.loop() != null && answer.fields().containsKey("results");
        Outcome shown = purpose.shown(outcome);
        run.events().publish(new Event.TaskEnded(ref, host.name(), actedOn(), looped, shown, sealed(answer, shown)));
        return new CompletedTask(answer, outcome, prediction.isUnmade(), false, SecretUse.soFar());
    }

    /** It ended before the run was cut off: what it brought is taken up again. */
    private CompletedTask recall(RunHistory.Ended before) {
        delegate = before.delegate();
        SecretUse.note(before.secrets());
        TaskResult answer = TaskResult.recalled(before.outcome());
        if (task.loop() != null && answer.fields().get("results") instanceof List<?> turns) {
            turns.forEach(turn -> applyFacts(turn instanceof Map<?, ?> fields ? fields : Map.of()));
        } else {
            applyFacts(answer.fields());
        }
        if (!purpose.looks() && (before.outcome().changed() || answer.failed() || answer.unreachable())) {
            leaveTrail(run.ways()
                    .access()
                    .of(host.name(), task.settings(), run.play().scope(host, task))
                    .become());
        }
        boolean ignores = isSet(answer.unreachable() ? Keyword.IGNORE_UNREACHABLE : Keyword.IGNORE_ERRORS);
        return new CompletedTask(
                answer, ignores ? before.outcome() : purpose.meant(before.outcome()), false, true, SecretUse.soFar());
    }

    private TaskResult loop(Loop loop) throws InterruptedException {
        Scope scope = run.play().scope(host, task, Map.of());
        List<?> items;
        try {
            items = contained(() -> LoopItems.of(loop.lookup(), loop.items(), scope));
        } catch (UserError e) {
            return withoutItems(e, scope);
        }
        List<TaskResult> turns = new ArrayList<>();
        LoopIterations labels = new LoopIterations(loop, items);
        Map<Integer, RunHistory.Ended> before = run.resumption().past().turns(ref.key(), host.name());
        for (int i = 0; i < items.size(); i++) {
            RunHistory.Ended done = before.get(i);
            if (i > 0 && done == null && !before.containsKey(i - 1) && loop.pause() != null && !prediction.isOn()) {
                pause(seconds(loop.pause().resolve(scope), 0));
            }
            long began = System.nanoTime();
            Map<String, @Nullable Object> extras = labels.variables(i);
            TaskResult turn = done == null ? turn(extras, i) : recall(done).answer();
            for (var entry : labels.marks(i).entrySet()) {
                turn = turn.with(entry.getKey(), entry.getValue());
            }
            turns.add(turn);
            if (done == null) {
                String label = isSet(Keyword.NO_LOG)
                        ? "None"
                        : label(loop, items.get(i), extras); // as Ansible: an item may be the secret
                Outcome outcome = outcome(turn, began);
                run.events()
                        .publish(new Event.ItemEnded(
                                ref, host.name(), actedOn(), label, purpose.shown(outcome), sealed(turn, outcome)));
            }
            if (turn.unreachable()) {
                break;
            }
        }
        return LoopResult.ofLoop(turns);
    }

    /** There is nothing to go over: skipped if a condition says so, whatever is wrong with the items. */
    private TaskResult withoutItems(UserError e, Scope scope) {
        try {
            if (task.settings().when().stream().anyMatch(condition -> !condition.holds(scope))) {
                return TaskResult.skip("Conditional result was False");
            }
        } catch (UnknownValueError open) {
            return prediction.open(open.what(), scope);
        } catch (UserError _) {
            // that of the items is told
        }
        return e instanceof UnknownValueError
                ? prediction.open(e.what(), scope)
                : prediction.weighed(TaskResult.failure(e.getMessage()));
    }

    private String label(Loop loop, @Nullable Object item, Map<String, @Nullable Object> extras) {
        try {
            return Values.text(
                    loop.label() == null
                            ? item
                            : loop.label().resolve(run.play().scope(host, task, extras)));
        } catch (UserError _) {
            return Values.text(item);
        }
    }

    /** Once, or once per item: conditions, then tries until it is well. */
    private TaskResult turn(Map<String, @Nullable Object> extras, int item) throws InterruptedException {
        Scope scope = run.play().scope(host, task, extras);
        try {
            return UnexpectedError.contained(() -> tried(scope, extras, item));
        } catch (UnknownValueError e) {
            return prediction.open(e.what(), scope);
        } catch (UserError e) {
            return prediction.weighed(TaskResult.failure(e.getMessage()));
        }
    }

    private TaskResult tried(Scope scope, Map<String, @Nullable Object> extras, int item) throws InterruptedException {
        Expression wrong = ComputeLimits.within(limit(scope), () -> firstThatFails(scope));
        if (wrong != null) {
            return TaskResult.skip("Conditional result was False").with("false_condition", wrong.toString());
        }
        TaskResult answer = prediction.weighed(tries(scope, extras, item));
        answer.checkSize();
        applyFacts(answer.fields());
        return answer;
    }

    private @Nullable Expression firstThatFails(Scope scope) {
        for (Expression condition : task.settings().when()) {
            if (!condition.holds(scope)) {
                return condition;
            }
        }
        return null;
    }

    /** How long what is computed for the task may take: as long as one try of it. */
    private ComputeLimits.Limit limit(Scope scope) {
        Double seconds;
        try {
            seconds = new KeywordResolver(task.settings(), () -> scope).number(Keyword.TIMEOUT);
        } catch (UserError _) {
            seconds = null; // told when the task is made ready
        }
        Duration its = seconds == null || seconds <= 0
                ? run.settings().taskLimit()
                : Duration.ofMillis((long) (seconds * 1000));
        Duration left = host.left(started);
        return ComputeLimits.Limit.of(left == null || left.compareTo(its) > 0 ? its : left);
    }

    private <R extends @Nullable Object> R contained(UnexpectedError.Work<R> work) throws InterruptedException {
        return UnexpectedError.contained(() ->
                ComputeLimits.within(limit(run.play().scope(host, task, Map.of())), work::get));
    }

    private TaskResult tries(Scope scope, Map<String, @Nullable Object> extras, int item) throws InterruptedException {
        Retry retry = task.retry();
        if (retry == null) {
            return once(scope, extras, item, 1);
        }
        if (prediction.isOn()) {
            TaskResult first = once(scope, extras, item, 1);
            boolean ends = first.skipped() || first.unreachable() || isGood(first, retry, extras);
            return ends
                    ? first
                    : TaskResult.unknown("it is tried again until it is well, and is not as things are now");
        }
        int retries =
                (int) seconds(retry.retries() == null ? null : retry.retries().resolve(scope), DEFAULT_RETRIES);
        double delay = seconds(retry.delay() == null ? null : retry.delay().resolve(scope), DEFAULT_DELAY_SECONDS);
        for (int tried = 1; ; tried++) {
            long began = System.nanoTime();
            TaskResult answer = once(scope, extras, item, tried);
            if (answer.skipped() || answer.unreachable()) {
                return answer;
            }
            answer = answer.with("attempts", (long) tried);
            if (isGood(answer, retry, extras)) {
                return answer;
            }
            if (tried > retries || isOver()) {
                return retry.until().isEmpty()
                        ? answer
                        : answer.with("attempts", (long) retries).withFailed(true);
            }
            run.events().publish(new Event.Retrying(ref, host.name(), retries - tried + 1, outcome(answer, began)));
            Duration left = host.left(started);
            pause(left == null ? delay : Math.min(delay, left.toMillis() / 1000.0));
        }
    }

    private TaskResult once(Scope scope, Map<String, @Nullable Object> extras, int item, int tried)
            throws InterruptedException {
        TaskResult answer = ComputeLimits.within(limit(scope), () -> attempt(scope, item, tried));
        return ComputeLimits.within(limit(scope), () -> judged(answer, extras));
    }

    /** Whether the host has been at it for longer than it may. */
    private boolean isOver() {
        Duration left = host.left(started);
        return left != null && !left.isPositive();
    }

    private boolean isGood(TaskResult answer, Retry retry, Map<String, @Nullable Object> extras) {
        if (retry.until().isEmpty()) {
            return !answer.failed();
        }
        Scope scope = run.play().scope(host, task, withResult(extras, answer));
        return retry.until().stream().allMatch(condition -> condition.holds(scope));
    }

    /** The module's answer, or that there is none: a host that is lost, or a call that took too long. */
    private TaskResult attempt(Scope scope, int item, int tried) throws InterruptedException {
        Duration left = host.left(started);
        if (isOver()) {
            return TaskResult.failure("the time for it is over");
        }
        TaskCall call = new TaskCall(
                run, task, host, scope, concerned, left, new CallKey(ref.key(), item, tried, host.name()), purpose);
        delegate = host.name().equals(call.delegate()) ? null : call.delegate();
        delegateAddress = call.delegateAddress();
        prediction.called(call.predicted());
        if (prediction.passes()) {
            return TaskResult.of(Result.ok(false, Map.of()));
        }
        if (call.check() && task.module().check() == ModuleSpec.Check.NONE) {
            return TaskResult.of(
                    Result.skipped("module '" + task.action() + "' cannot tell in check mode what it would do"));
        }
        TaskResult answer = call.carryOut();
        if (!call.check() && !purpose.looks() && (answer.changed() || answer.failed() || answer.unreachable())) {
            leaveTrail(call.become());
        }
        return answer;
    }

    private @Nullable Delegate actedOn() {
        return delegate == null ? null : new Delegate(delegate, delegateAddress);
    }

    private void leaveTrail(@Nullable Become identity) {
        host.trail().add(task, identity, delegate);
    }

    /** With {@code changed_when} and {@code failed_when} in place of the module's own opinion. */
    private TaskResult judged(TaskResult answer, Map<String, @Nullable Object> extras) {
        if (answer.skipped() || answer.unreachable()) {
            return answer;
        }
        try {
            return judgedByConditions(answer, extras);
        } catch (UnknownValueError e) {
            throw e;
        } catch (UserError e) { // what the module did and said is kept: it has happened
            return answer.withFailed(true).with("msg", e.getMessage());
        }
    }

    private TaskResult judgedByConditions(TaskResult answer, Map<String, @Nullable Object> extras) {
        TaskResult judged = answer;
        if (!task.changedWhen().isEmpty()) {
            Scope scope = run.play().scope(host, task, withResult(extras, judged));
            judged = judged.withChanged(task.changedWhen().stream().allMatch(condition -> condition.holds(scope)));
        }
        if (!task.failedWhen().isEmpty()) {
            Scope scope = run.play().scope(host, task, withResult(extras, judged));
            boolean failed = task.failedWhen().stream().allMatch(condition -> condition.holds(scope));
            judged = judged.withFailed(failed).with("failed_when_result", failed);
        }
        return judged;
    }

    private Map<String, @Nullable Object> withResult(Map<String, @Nullable Object> extras, TaskResult answer) {
        if (task.register() == null) {
            return extras;
        }
        Map<String, @Nullable Object> more = new HashMap<>(extras);
        more.put(task.register(), answer.fields());
        return more;
    }

    // At once and not after the loop: the next turn may need them.
    private void applyFacts(Map<?, ?> fields) {
        if (!(fields.get("ansible_facts") instanceof Map<?, ?> map)) {
            return;
        }
        Map<String, @Nullable Object> facts = new LinkedHashMap<>();
        map.forEach((name, value) -> facts.put(String.valueOf(name), value));
        boolean forDelegate = delegate != null && isSet(Keyword.DELEGATE_FACTS);
        if (forDelegate) {
            run.play().learn(String.valueOf(delegate), task.module().name(), facts);
        } else {
            concerned.forEach(
                    each -> run.play().learn(each.name(), task.module().name(), facts));
        }
    }

    private Outcome outcome(TaskResult answer, long startedNanos) {
        boolean ignored = answer.failed() && isSet(Keyword.IGNORE_ERRORS);
        Outcome.Status status = answer.unreachable()
                ? isSet(Keyword.IGNORE_UNREACHABLE) ? Outcome.Status.UNREACHABLE_IGNORED : Outcome.Status.UNREACHABLE
                : answer.failed()
                        ? ignored ? Outcome.Status.IGNORED : Outcome.Status.FAILED
                        : answer.isUnknown()
                                ? Outcome.Status.UNKNOWN
                                : answer.skipped()
                                        ? Outcome.Status.SKIPPED
                                        : answer.changed() ? Outcome.Status.CHANGED : Outcome.Status.OK;
        boolean hidden = isSet(Keyword.NO_LOG);
        Action action = run.tools().actions().of(task.module());
        return new Outcome(
                status,
                hidden ? hidden(answer) : answer.fields(),
                hidden ? List.of() : answer.diffs(),
                action.verbose() && !hidden && answer.fields().size() > 2, // more than changed and failed
                Duration.ofNanos(System.nanoTime() - startedNanos));
    }

    // Only what later tasks can ask for: what was registered, facts, and the failure that a rescue sees.
    private @Nullable String sealed(TaskResult answer, Outcome outcome) {
        boolean needed =
                task.register() != null || answer.failed() || answer.fields().containsKey("ansible_facts");
        return needed ? run.events().sealed(answer.fields(), outcome.result()) : null;
    }

    private static Map<String, @Nullable Object> hidden(TaskResult answer) {
        Map<String, @Nullable Object> shown = new LinkedHashMap<>();
        shown.put("censored", "the result is hidden, as 'no_log: true' is set for this task");
        shown.put("changed", answer.changed());
        return shown;
    }

    private boolean isSet(Keyword keyword) {
        return run.play().keywords(task, host).isSet(keyword);
    }

    private static double seconds(@Nullable Object value, double fallback) {
        if (value == null || value instanceof Undefined) {
            return fallback;
        }
        try {
            return Double.parseDouble(Values.text(value));
        } catch (NumberFormatException _) {
            throw new UserError("not a number: " + Values.text(value));
        }
    }

    private static void pause(double seconds) throws InterruptedException {
        Thread.sleep(Duration.ofNanos((long) (Math.max(0, seconds) * 1e9)));
    }
}
