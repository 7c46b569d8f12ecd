package io.hitless.run.plan;

import io.hitless.playbook.Handler;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.run.result.CompletedTask;
import io.hitless.run.result.TaskResult;
import io.hitless.run.settings.Mode;
import io.hitless.run.step.WrittenNames;
import io.hitless.source.Fingerprint;
import io.hitless.value.Unknown;
import io.hitless.value.Values;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What can be known of a run that changes nothing. Of each task on each host it says whether the module's prediction
 * holds, or whether a change before it that was not made leaves it open; and it follows what is open on its way: into
 * variables, conditions, handlers, includes. Where a run is not a plan, it lets everything pass.
 *
 * <p>Two things are taken on trust: that what is foreseen does not fail, and that a command touches no file or service
 * without naming it ({@link TouchedResources}), but for those that a later task only looks at.
 */
public final class PlanTracker {
    /** The controller as the place of a change: a file fetched to it, say. */
    private static final String CONTROLLER = "localhost";

    /** They change the run and no host. */
    private static final Set<String> OF_THE_RUN = Set.of(
            "add_host",
            "assert",
            "debug",
            "fail",
            "group_by",
            "include_vars",
            "pause",
            "set_fact",
            "wait_for_connection");

    /** A failure of theirs is meant to keep the tasks behind it from running, or leaves these without variables. */
    private static final Set<String> STOPPING = Set.of("assert", "fail", "include_vars", "set_fact", "setup");

    /** The field by which a module says that it fails because somebody else has changed what it keeps. */
    private static final String DRIFT = "drift";

    /** Takes the facts that a task brings. */
    @FunctionalInterface
    public interface Facts {
        void learn(String host, String module, Map<String, @Nullable Object> facts);
    }

    private final Facts facts;
    private final ManagedServices services = new ManagedServices();
    private final @Nullable String salt;
    private final Set<String> looksAt;
    private final boolean asTheyAre;
    private final Map<String, PendingChanges> unmade = new ConcurrentHashMap<>();
    private final List<Runnable> elsewhere = new ArrayList<>();
    private final Map<String, Deque<String>> doubts = new ConcurrentHashMap<>();
    private final Map<String, String> forThePlay = new ConcurrentHashMap<>();
    private final Map<String, String> forGood = new ConcurrentHashMap<>();
    private final Map<String, Map<Handler, String>> perhapsNotified = new HashMap<>();

    public PlanTracker(Mode of, Facts facts) {
        this.facts = facts;
        Mode.Plan mode = of instanceof Mode.Plan its ? its : null;
        this.salt = mode == null ? null : mode.salt();
        this.looksAt = mode == null ? Set.of() : mode.hosts();
        this.asTheyAre = mode != null && mode.asTheyAre();
    }

    /** Those of a batch that take part: all, but where a plan looks at some only. */
    public List<String> lookedAt(List<String> batch) {
        return looksAt.isEmpty()
                ? batch
                : batch.stream().filter(looksAt::contains).toList();
    }

    /** The services that tasks keep running: noted where hosts are looked at for how they are now. */
    public ManagedServices services() {
        return services;
    }

    public boolean isOn() {
        return salt != null;
    }

    /** Whether hosts are looked at for how they are now. */
    public boolean isOfNow() {
        return asTheyAre;
    }

    /**
     * Whether a host is looked at further though a task failed: what it is like elsewhere is worth knowing, if the
     * playbook does not say stop.
     */
    public boolean outlives(Task task) {
        return asTheyAre && !STOPPING.contains(task.module().name());
    }

    // ---- answers ----

    /**
     * The answer as a plan has to give it. What a task really did ({@code check_mode: false}) may come out otherwise
     * later, too.
     */
    TaskResult weighed(Task task, HostRun host, PredictedCall called, TaskResult answer) {
        if (answer.unreachable() || answer.isUnknown()) {
            return answer;
        }
        Map<String, @Nullable Object> args = called.args() == null ? Map.of() : called.args();
        TouchedResources subjects = TouchedResources.of(task.module(), args);
        if (asTheyAre && answer.failed() && Boolean.TRUE.equals(answer.fields().get(DRIFT))) {
            return answer.withFailed(false).withChanged(true);
        }
        if (answer.failed()) {
            return failed(task, called, subjects, answer);
        }
        if (OF_THE_RUN.contains(task.module().name())) {
            return answer;
        }
        if (answer.skipped()) {
            return TaskResult.unknown("module '" + task.action() + "' can't tell what it would do without doing it");
        }
        if (!answer.changed() && called.predicted() && refreshes(args)) {
            return TaskResult.unknown(
                    "it has nothing to do by the lists of packages as they are, but fetches new ones first");
        }
        if (!answer.changed() && asTheyAre && task.register() == null) {
            return answer;
        }
        if (!answer.changed()) {
            String before = of(called.acting()).before(task.module(), subjects, TouchedResources.names(args));
            return before == null
                    ? answer
                    : TaskResult.unknown("it has nothing to do as things are now, but '" + before + "' goes before");
        }
        if (called.predicted()) {
            note(called.acting(), host, its -> its.foreseen(nameOf(task), task.module(), subjects));
            if (task.module().name().equals("fetch")) {
                note(CONTROLLER, host, its -> its.foreseen(nameOf(task), task.module(), subjects));
            }
        }
        return answer;
    }

    private static boolean refreshes(Map<String, @Nullable Object> args) {
        boolean upgrades = "latest".equals(args.get("state"))
                || !(args.get("upgrade") == null || "no".equals(args.get("upgrade")));
        return upgrades && Boolean.TRUE.equals(args.get("update_cache"));
    }

    private TaskResult failed(Task task, PredictedCall called, TouchedResources subjects, TaskResult answer) {
        Object said = answer.fields().get("msg");
        String msg = said == null ? "as failed_when has it" : Values.text(said);
        String here = of(called.acting()).blamed(task.module(), subjects, msg);
        String before = here != null ? here : of(CONTROLLER).blamed(task.module(), subjects, msg);
        if (before == null || task.module().name().equals("fail")) {
            return answer;
        }
        return TaskResult.unknown("it fails as things are now (" + msg + "), but '" + before + "' goes before");
    }

    /** Marks what an unknown task may change, and whatever else of the run it leaves open. */
    void leftOpen(Task task, HostRun host, List<HostRun> concerned, PredictedCall called, TaskResult answer) {
        if (!answer.isUnknown()) {
            return;
        }
        TouchedResources subjects = called.args() == null ? null : TouchedResources.of(task.module(), called.args());
        if (!changesNothing(task)) {
            note(called.acting(), host, its -> its.unknown(nameOf(task), task.module(), subjects));
        }
        Unknown value = new Unknown("'" + nameOf(task) + "' sets it, which is itself unknown");
        switch (task.module().name()) {
            case "set_fact" -> {
                Map<String, @Nullable Object> facts = new LinkedHashMap<>();
                task.arguments().options().keySet().forEach(name -> facts.put(name, value));
                concerned.forEach(each -> this.facts.learn(each.name(), "set_fact", facts));
            }
            case "include_vars", "add_host", "group_by" ->
                concerned.forEach(each ->
                        doubtForGood(each, "which variables and groups '" + nameOf(task) + "' brings is not known"));
            default -> {}
        }
    }

    // A change on another host is seen by the tasks after this one: while it runs, others may act there too, in no
    // order.
    private void note(String acting, HostRun host, Consumer<PendingChanges> what) {
        if (acting.equals(host.name())) {
            what.accept(of(acting));
        } else {
            synchronized (elsewhere) {
                elsewhere.add(() -> what.accept(of(acting)));
            }
        }
    }

    /** A task has ended on all its hosts. */
    public void taskEnded() {
        synchronized (elsewhere) {
            elsewhere.forEach(Runnable::run);
            elsewhere.clear();
        }
    }

    private PendingChanges of(String host) {
        return unmade.computeIfAbsent(host, _ -> new PendingChanges());
    }

    private static boolean changesNothing(Task task) {
        boolean saysSo = task.changedWhen().size() == 1
                && task.changedWhen().getFirst().toString().strip().equalsIgnoreCase("false");
        return saysSo
                || (OF_THE_RUN.contains(task.module().name())
                        && task.changedWhen().isEmpty());
    }

    /** What {@code register} keeps: the result, unless it will be another when the change is made. */
    public @Nullable Object registered(Task task, CompletedTask end) {
        TaskResult answer = end.answer();
        if (isOn() && answer.isUnknown()) {
            return new Unknown("it uses the result of '" + nameOf(task) + "', which is itself unknown");
        }
        if (asTheyAre && end.answer().failed()) {
            return new Unknown("it uses the result of '" + nameOf(task) + "', which failed");
        }
        if (isOn() && (end.unmade() || task.module().name().equals("pause"))) {
            return new Unknown(
                    "it uses the result of '" + nameOf(task) + "', which is known only when its change is made");
        }
        return answer.fields();
    }

    /** Tells what was foreseen from something else also where it is hidden; null where nobody asks. */
    @Nullable
    String mark(String evidence) {
        return salt == null ? null : Fingerprint.digest(salt, evidence);
    }

    private static String nameOf(Task task) {
        return WrittenNames.of(task);
    }

    // ---- steps of which it is open whether they are done ----

    /** Why it is not known whether the host gets to the step that comes now; null if it does. */
    public @Nullable String doubt(HostRun host) {
        Deque<String> now = doubts.get(host.name());
        if (now != null && !now.isEmpty()) {
            return now.getLast();
        }
        String lasting = forGood.get(host.name());
        return lasting != null ? lasting : forThePlay.get(host.name());
    }

    /** From now on until {@link #resolve} these hosts get to each step for this reason only perhaps. */
    public void doubt(Map<String, String> whyByHost) {
        whyByHost.forEach((host, why) ->
                doubts.computeIfAbsent(host, _ -> new ArrayDeque<>()).addLast(why));
    }

    public void resolve(Map<String, String> whyByHost) {
        whyByHost
                .keySet()
                .forEach(host -> doubts.getOrDefault(host, new ArrayDeque<>()).pollLast());
    }

    public void doubtForThePlay(HostRun host, String why) {
        forThePlay.putIfAbsent(host.name(), why);
    }

    public void doubtForGood(HostRun host, String why) {
        forGood.putIfAbsent(host.name(), why);
    }

    public void startPlay() {
        forThePlay.clear();
        perhapsNotified.clear();
    }

    // ---- handlers ----

    /** Whether a task notifies, or may. */
    public boolean notifies(Task task, CompletedTask end) {
        return end.answer().changed() || (isOn() && end.answer().isUnknown() && !changesNothing(task));
    }

    /** A handler was notified, by an unknown task only perhaps. To be told before the host is. */
    public void notified(HostRun host, Handler handler, Task task, CompletedTask end) {
        Map<Handler, String> perhaps = perhapsNotified.computeIfAbsent(host.name(), _ -> new IdentityHashMap<>());
        if (!end.answer().isUnknown()) {
            perhaps.remove(handler);
        } else if (!host.isNotified(handler)) {
            perhaps.put(handler, "it is run only if '" + nameOf(task) + "' changes something, which is not known");
        }
    }

    /** Of the hosts that a handler is run on now, those on which it is perhaps not. */
    public Map<String, String> doubts(Handler handler, List<HostRun> hosts) {
        Map<String, String> out = new LinkedHashMap<>();
        for (HostRun host : hosts) {
            Map<Handler, String> perhaps = perhapsNotified.get(host.name());
            String why = perhaps == null ? null : perhaps.remove(handler);
            if (why != null) {
                out.put(host.name(), why);
            }
        }
        return out;
    }
}
