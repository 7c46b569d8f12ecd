package io.hitless.run.plan;

import io.hitless.playbook.Handler;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.run.result.CompletedTask;
import io.hitless.run.result.TaskResult;
import io.hitless.run.settings.Mode;
import io.hitless.run.step.WrittenNames;
import io.hitless.source.Fingerprint;
import io.hitless.template.Expression;
import io.hitless.value.Unknown;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Tracks what a plan can predict. For each task on each host it tells whether the prediction of the module holds, or is
 * unknown because of an earlier change that was not made; and it follows unknown results into variables, conditions,
 * handlers and includes. In a run that is not a plan, all results pass unchanged.
 *
 * <p>It assumes that a predicted change does not fail, and that a command touches no file or service that it does not
 * name ({@link TouchedResources}), unless a later task only reads them.
 */
public final class PlanTracker {
    /** The controller as the host of a change: a fetched file, for example. */
    private static final String CONTROLLER = "localhost";

    /** Modules that change variables or the run, but no host. */
    private static final Set<String> WITHOUT_HOST_CHANGES = Set.of(
            "add_host",
            "assert",
            "debug",
            "fail",
            "group_by",
            "include_vars",
            "pause",
            "set_fact",
            "set_stats",
            "wait_for_connection");

    /** Modules whose failure is meant to stop the play, or leaves later tasks without variables. */
    private static final Set<String> STOPPING = Set.of("assert", "fail", "include_vars", "set_fact", "setup");

    /** The field by which a module says that it fails because somebody else changed what it manages. */
    private static final String DRIFT = "drift";

    /** Receives the facts of a task. */
    @FunctionalInterface
    public interface Facts {
        void add(String host, String module, Map<String, @Nullable Object> facts);
    }

    private final Facts facts;
    private final ManagedServices services = new ManagedServices();
    private final @Nullable String salt;
    private final Set<String> inspectedHosts;
    private final boolean currentState;
    private final Map<String, PendingChanges> pending = new ConcurrentHashMap<>();
    private final List<Runnable> onDelegates = new ArrayList<>();
    private final StepDoubts doubts = new StepDoubts();

    public PlanTracker(Mode mode, Facts facts) {
        this.facts = facts;
        Mode.Plan plan = mode instanceof Mode.Plan its ? its : null;
        this.salt = plan == null ? null : plan.salt();
        this.inspectedHosts = plan == null ? Set.of() : plan.hosts();
        this.currentState = plan != null && plan.currentState();
    }

    /** The hosts of a batch to inspect: all, unless the plan is limited to some hosts. */
    public List<String> inspected(List<String> batch) {
        return inspectedHosts.isEmpty()
                ? batch
                : batch.stream().filter(inspectedHosts::contains).toList();
    }

    /** The services that tasks keep running; collected if the plan reports the current state. */
    public ManagedServices services() {
        return services;
    }

    /** Which hosts may not reach the current step. */
    public StepDoubts doubts() {
        return doubts;
    }

    public boolean isOn() {
        return salt != null;
    }

    /** Whether the plan reports the current state of hosts. */
    public boolean isOfCurrentState() {
        return currentState;
    }

    /** Whether to inspect a host further after this task failed, unless the task is meant to stop the play. */
    public boolean continuesAfter(Task task) {
        return currentState && !STOPPING.contains(task.module().name());
    }

    /**
     * The result as the plan reports it. The result of a task that really ran ({@code check_mode: false}) may also be
     * different later.
     */
    TaskResult assessed(Task task, HostRun host, PredictedCall called, TaskResult result) {
        if (result.unreachable() || result.isUnknown()) {
            return result;
        }
        Map<String, @Nullable Object> args = called.args() == null ? Map.of() : called.args();
        TouchedResources resources = TouchedResources.of(task.module(), args);
        if (currentState
                && result.failed()
                && Boolean.TRUE.equals(result.fields().get(DRIFT))) {
            return result.withFailed(false).withChanged(true);
        }
        if (result.failed()) {
            return failed(task, called, resources, result);
        }
        if (WITHOUT_HOST_CHANGES.contains(task.module().name())) {
            return result;
        }
        if (result.skipped()) {
            return TaskResult.unknown("module '" + task.action() + "' can't tell what it would do without doing it");
        }
        if (!result.changed() && called.predicted() && refreshes(args)) {
            return TaskResult.unknown(
                    "it has nothing to do by the lists of packages as they are, but fetches new ones first");
        }
        if (!result.changed() && currentState && task.resultRules().register() == null) {
            return result;
        }
        if (!result.changed()) {
            String earlier = of(called.acting()).earlierChange(task.module(), resources, TouchedResources.names(args));
            return earlier == null
                    ? result
                    : TaskResult.unknown("it has nothing to do as things are now, but '" + earlier + "' goes before");
        }
        if (called.predicted()) {
            note(called.acting(), host, its -> its.addPredicted(nameOf(task), task.module(), resources));
            if (task.module().name().equals("fetch")) {
                note(CONTROLLER, host, its -> its.addPredicted(nameOf(task), task.module(), resources));
            }
        }
        return result;
    }

    private static boolean refreshes(Map<String, @Nullable Object> args) {
        boolean upgrades = "latest".equals(args.get("state"))
                || !(args.get("upgrade") == null || "no".equals(args.get("upgrade")));
        return upgrades && Boolean.TRUE.equals(args.get("update_cache"));
    }

    private TaskResult failed(Task task, PredictedCall called, TouchedResources resources, TaskResult result) {
        Object text = result.fields().get("msg");
        String msg = text == null ? "as failed_when has it" : Values.text(text);
        String here = of(called.acting()).likelyCause(task.module(), resources, msg);
        String earlier = here != null ? here : of(CONTROLLER).likelyCause(task.module(), resources, msg);
        if (earlier == null || task.module().name().equals("fail")) {
            return result;
        }
        return TaskResult.unknown("it fails as things are now (" + msg + "), but '" + earlier + "' goes before");
    }

    /** Marks what an unknown task may change: resources, variables, groups. */
    void markUnknown(Task task, HostRun host, List<HostRun> affected, PredictedCall called, TaskResult result) {
        if (!result.isUnknown()) {
            return;
        }
        TouchedResources resources = called.args() == null ? null : TouchedResources.of(task.module(), called.args());
        if (!changesNothing(task)) {
            note(called.acting(), host, its -> its.addUnknown(nameOf(task), task.module(), resources));
        }
        Unknown value = new Unknown("'" + nameOf(task) + "' sets it, which is itself unknown");
        switch (task.module().name()) {
            case "set_fact" -> {
                Map<String, @Nullable Object> facts = new LinkedHashMap<>();
                task.arguments().options().keySet().forEach(name -> facts.put(name, value));
                affected.forEach(each -> this.facts.add(each.name(), "set_fact", facts));
                if (!task.arguments().names().isEmpty()) {
                    markAnyVariable(task, affected);
                }
            }
            case "include_vars", "add_host", "group_by" -> markAnyVariable(task, affected);
            default -> {}
        }
    }

    private void markAnyVariable(Task task, List<HostRun> affected) {
        affected.forEach(
                each -> doubts.forRun(each, "which variables and groups '" + nameOf(task) + "' brings is not known"));
    }

    // A change on a delegate affects later tasks only: other hosts run this task at the same time, in no order.
    private void note(String acting, HostRun host, Consumer<PendingChanges> what) {
        if (acting.equals(host.name())) {
            what.accept(of(acting));
        } else {
            synchronized (onDelegates) {
                onDelegates.add(() -> what.accept(of(acting)));
            }
        }
    }

    /** Called when a task has ended on all hosts. */
    public void taskEnded() {
        synchronized (onDelegates) {
            onDelegates.forEach(Runnable::run);
            onDelegates.clear();
        }
    }

    private PendingChanges of(String host) {
        return pending.computeIfAbsent(host, _ -> new PendingChanges());
    }

    private static boolean changesNothing(Task task) {
        List<Expression> rules = task.resultRules().changedWhen();
        boolean saysSo =
                rules.size() == 1 && rules.getFirst().toString().strip().equalsIgnoreCase("false");
        return saysSo || (WITHOUT_HOST_CHANGES.contains(task.module().name()) && rules.isEmpty());
    }

    /** Returns the value for {@code register} if it is unknown what the step does. */
    public Object unknownResult(String step) {
        return new Unknown("it uses the result of '" + step + "', which is itself unknown");
    }

    /** The value for {@code register}: the result, or unknown if it will be different in the real run. */
    public @Nullable Object registered(Task task, CompletedTask end) {
        TaskResult result = end.result();
        if (isOn() && result.isUnknown()) {
            return unknownResult(nameOf(task));
        }
        if (currentState && end.result().failed()) {
            return new Unknown("it uses the result of '" + nameOf(task) + "', which failed");
        }
        if (isOn() && (end.pendingChange() || task.module().name().equals("pause"))) {
            return new Unknown(
                    "it uses the result of '" + nameOf(task) + "', which is known only when its change is made");
        }
        return result.fields();
    }

    /**
     * A digest that tells one prediction from another, even where secrets are masked; null if the run is not a plan.
     */
    @Nullable
    String mark(String evidence) {
        return salt == null ? null : Fingerprint.digest(salt, evidence);
    }

    private static String nameOf(Task task) {
        return WrittenNames.of(task);
    }

    /** Called when a play starts. */
    public void startPlay() {
        doubts.startPlay();
    }

    /** Whether a task notifies its handlers, or may. */
    public boolean notifies(Task task, CompletedTask end) {
        return end.result().changed() || (isOn() && end.result().isUnknown() && !changesNothing(task));
    }

    /** Called before a handler is notified. An unknown task may not notify it in the real run. */
    public void notified(HostRun host, Handler handler, Task task, CompletedTask end) {
        doubts.notified(
                host,
                handler,
                end.result().isUnknown()
                        ? "it is run only if '" + nameOf(task) + "' changes something, which is not known"
                        : null);
    }
}
