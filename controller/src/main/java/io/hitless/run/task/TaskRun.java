package io.hitless.run.task;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.host.ParallelHosts;
import io.hitless.run.result.CompletedTask;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.step.StepPurpose;
import io.hitless.value.SecretUse;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Runs a task on the hosts of a batch, in parallel up to the number of forks, and then applies the results to the
 * hosts.
 */
public final class TaskRun {
    private final PlayRules play;
    private final TaskEnvironment run;
    private final StepPurpose purpose;
    private final TogetherOnly together;
    private final HandlerNotifier notifier;
    private final FailureRules failures;

    public TaskRun(PlayRules play, TaskEnvironment run, FailureRules failures, StepPurpose purpose) {
        this.play = play;
        this.run = run;
        this.failures = failures;
        this.purpose = purpose;
        this.together = new TogetherOnly(play, run);
        this.notifier = new HandlerNotifier(play, run);
    }

    /**
     * @param rescuable whether the task is in a block with a rescue; then its failure does not end the run
     * @return how the task ended, by host that acted
     */
    public Map<HostRun, CompletedTask> run(Task task, List<HostRun> live, boolean handling, boolean rescuable)
            throws InterruptedException {
        Task called = called(task, live.getFirst());
        if (!purpose.isTrial()) {
            together.check(called, live.getFirst());
        }
        boolean once = run.tools().actions().of(called.module()).once() || together.isOnce(task, live.getFirst());
        TaskRef ref = run.play().ref(task, handling, live.getFirst(), purpose);
        List<HostRun> acting = known(task, ref, once ? List.of(actor(ref, live)) : live);
        if (acting.isEmpty()) {
            return Map.of();
        }
        boolean apart = play.hostsAreIndependent() && acting.size() == 1;
        if (!play.confirms(apart ? ref.name() + " on " + acting.getFirst().name() : ref.name())) {
            return Map.of();
        }
        run.events()
                .publish(new Event.TaskStarted(
                        ref, acting.stream().map(HostRun::name).toList()));
        Map<HostRun, CompletedTask> ended = sideBySide(task, acting, ref, once ? live : acting);
        boolean goesOn = !rescuable && !purpose.isTrial() && run.plan().continuesAfter(task);
        ended.forEach((host, end) -> SecretUse.with(
                end.secrets(), () -> settle(task, host, end, once ? live : List.of(host), rescuable, goesOn)));
        if (!handling) {
            ended.forEach((host, end) -> recordRole(task, end, once ? live : List.of(host)));
        }
        run.plan().taskEnded();
        if (!purpose.isTrial() && !run.plan().isOn()) { // a plan continues with all hosts
            if (ended.values().stream().anyMatch(end -> isBad(end.outcome()))) {
                failures.failed(task, ended.keySet().iterator().next(), once, rescuable);
            }
        }
        return ended;
    }

    private static void recordRole(Task task, CompletedTask end, List<HostRun> concerned) {
        if (end.outcome().status() != Outcome.Status.SKIPPED) {
            concerned.forEach(host -> host.roles().run(task.role()));
        }
    }

    /** Returns the host that acts for all: the first one, or in a resumed run the one that acted before. */
    private HostRun actor(TaskRef ref, List<HostRun> live) {
        String before = run.resumption().history().actingHost(ref.key());
        return live.stream()
                .filter(host -> host.name().equals(before))
                .findFirst()
                .orElse(live.getFirst());
    }

    /**
     * Returns the hosts on which the task runs. If the run is only replayed for a rollback, or if another host has
     * ended the batch, these are the hosts that had reached the task; for the others the play ends here.
     */
    private List<HostRun> known(Task task, TaskRef ref, List<HostRun> acting) {
        boolean recalling = run.resumption().replay().recallsOnly();
        if (!recalling && (purpose.isTrial() || !play.batchHasEnded())) {
            return acting;
        }
        for (HostRun host : acting) {
            if (run.resumption().history().task(ref.key(), host.name()) == null) {
                if (recalling
                        && run.resumption()
                                .history()
                                .everStarted(
                                        ref.key(),
                                        host.name())) { // it may have changed the host before the interruption
                    host.changes()
                            .add(
                                    task,
                                    run.connections()
                                            .access()
                                            .of(
                                                    host.name(),
                                                    task.settings(),
                                                    run.play().scope(host, task))
                                            .become(),
                                    null);
                }
                host.end(false);
            }
        }
        return acting.stream().filter(HostRun::isLive).toList();
    }

    private Map<HostRun, CompletedTask> sideBySide(
            Task task, List<HostRun> acting, TaskRef ref, List<HostRun> concerned) throws InterruptedException {
        if (acting.size() == 1) {
            HostRun only = acting.getFirst();
            return Map.of(only, new HostTask(run, called(task, only), only, ref, concerned, purpose).carryOut());
        }
        RunHistory history = run.resumption().history();
        if (!history.isShared() || steersRun(task, acting.getFirst())) {
            return parallel(task, acting, ref);
        }
        Set<HostRun> elsewhere = acting.stream()
                .filter(host -> history.isElsewhere(host.name()))
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<HostRun> here =
                acting.stream().filter(host -> !elsewhere.contains(host)).toList();
        Map<HostRun, CompletedTask> ended = new HashMap<>(parallel(task, here, ref));
        ended.putAll(parallel(task, elsewhere, ref)); // last: a fork that waits does nothing
        Map<HostRun, CompletedTask> inOrder = new LinkedHashMap<>();
        acting.forEach(host -> inOrder.put(host, ended.get(host)));
        return inOrder;
    }

    private Map<HostRun, CompletedTask> parallel(Task task, Collection<HostRun> acting, TaskRef ref)
            throws InterruptedException {
        return acting.isEmpty()
                ? Map.of()
                : new ParallelHosts(forks(task, acting.iterator().next()))
                        .on(
                                acting,
                                "task " + ref.name() + " at " + ref.at(),
                                host -> new HostTask(run, called(task, host), host, ref, List.of(host), purpose)
                                        .carryOut());
    }

    /** Returns the task with the module that it calls on this host. */
    private Task called(Task task, HostRun host) {
        return task.templated() == null ? task : task.called(run.play().scope(host, task));
    }

    private boolean steersRun(Task task, HostRun first) {
        return run.tools().actions().of(called(task, first).module()).steersRun();
    }

    private int forks(Task task, HostRun first) {
        if (steersRun(task, first)) {
            return 1; // in the order of the hosts, which determines the order of the groups that are created
        }
        int throttle = run.play().keywords(task, first).knownNumber(Keyword.THROTTLE, 0);
        return throttle > 0
                ? Math.min(throttle, run.settings().forks())
                : run.settings().forks();
    }

    /**
     * Counts the result, registers it, notifies handlers and marks failed hosts. The result of a task that runs once
     * applies to all hosts of the batch.
     *
     * @param rescuable whether the block has a rescue for the failure
     * @param goesOn whether a failed host continues with the play
     */
    private void settle(
            Task task, HostRun host, CompletedTask end, List<HostRun> concerned, boolean rescuable, boolean goesOn) {
        host.count(end.outcome(), rescuable);
        HostState.Failure why = new HostState.Failure(task, end.result().fields(), rescuable);
        for (HostRun each : concerned) {
            if (task.resultRules().register() != null) {
                each.variables().set(task.resultRules().register(), run.plan().registered(task, end));
            }
            if (!isBad(end.outcome()) && end.outcome().status() != Outcome.Status.IGNORED) {
                notifier.ended(task, each, end);
            }
            switch (end.outcome().status()) {
                case FAILED -> {
                    if (!goesOn) {
                        each.fail(why);
                    }
                }
                case UNREACHABLE -> {
                    if (each == host) {
                        each.becomeUnreachable(why);
                    } else {
                        each.fail(why);
                    }
                }
                case OK, CHANGED, SKIPPED, IGNORED, UNREACHABLE_IGNORED, UNKNOWN -> {}
            }
        }
        if (!purpose.isTrial()) {
            run.stats().add(end, task.control().loop() != null, concerned);
            // In a resumed run each host has its full time again; a run that is only replayed must end as it did
            // before.
            host.time()
                    .spend(
                            end.recalled() && !run.resumption().replay().recallsOnly()
                                    ? Duration.ZERO
                                    : end.outcome().took());
            quarantineIfOverdue(task, host, end);
        }
    }

    private void quarantineIfOverdue(Task task, HostRun host, CompletedTask end) {
        Duration allowed = host.time().limit();
        if (allowed == null
                || !host.time().isOver()
                || (!host.isLive() && !(host.state() instanceof HostState.Failed))) {
            return;
        }
        if (end.outcome().status() != Outcome.Status.FAILED) {
            host.countFailure();
        }
        host.quarantine(new HostState.Failure(task, end.result().fields(), false));
        run.resumption()
                .decisions()
                .record(id -> new Event.Decision(
                        id,
                        Event.Decision.Topic.HOST_TIMEOUT,
                        Event.Decision.Verdict.GO_ON,
                        host.name() + ": quarantined, as its steps took "
                                + host.time().spent().toSeconds() + " s, host_timeout allows " + allowed.toSeconds()
                                + " s; the other hosts continue",
                        List.of(host.name()),
                        Map.of("took", host.time().spent().toMillis(), "allowed", allowed.toMillis())));
    }

    private static boolean isBad(Outcome outcome) {
        return outcome.status() == Outcome.Status.FAILED || outcome.status() == Outcome.Status.UNREACHABLE;
    }
}
