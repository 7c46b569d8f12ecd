package io.hitless.run.task;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.host.ParallelHosts;
import io.hitless.run.result.CompletedTask;
import io.hitless.run.step.StepPurpose;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.SecretUse;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** A task on the hosts of a batch: side by side up to the number of forks, then the reckoning. */
public final class TaskRun {
    private final PlayRules play;
    private final TaskEnvironment run;
    private final List<HostRun> batch;
    private final StepPurpose purpose;
    private final long lostBefore;

    public TaskRun(PlayRules play, TaskEnvironment run, List<HostRun> batch, StepPurpose purpose) {
        this.play = play;
        this.run = run;
        this.batch = batch;
        this.purpose = purpose;
        this.lostBefore = batch.stream().filter(HostRun::isLost).count();
    }

    /**
     * @param rescuable whether the task stands in a block with a rescue: its failure is then no reason to end the run
     * @return how it ended on each host that acted
     */
    public Map<HostRun, CompletedTask> run(Task task, List<HostRun> live, boolean handling, boolean rescuable)
            throws InterruptedException {
        boolean once = run.tools().actions().of(task.module()).once()
                || run.play().keywords(task, live.getFirst()).isKnownTrue(Keyword.RUN_ONCE);
        TaskRef ref = run.play().ref(task, handling, live.getFirst(), purpose);
        List<HostRun> acting = known(task, ref, once ? List.of(actor(ref, live)) : live);
        if (acting.isEmpty()) {
            return Map.of();
        }
        if (run.settings().step() && !run.operator().confirms(ref.name())) {
            return Map.of();
        }
        run.events()
                .publish(new Event.TaskStarted(
                        ref, acting.stream().map(HostRun::name).toList()));
        Map<HostRun, CompletedTask> ended = sideBySide(task, acting, ref, once ? live : acting);
        boolean goesOn = !rescuable && !purpose.isTrial() && run.plan().outlives(task);
        ended.forEach((host, end) -> SecretUse.with(
                end.secrets(), () -> settle(task, host, end, once ? live : List.of(host), rescuable, goesOn)));
        run.plan().taskEnded();
        if (!purpose.isTrial() && !run.plan().isOn()) { // a plan looks at all hosts
            afterwards(task, ended, once, rescuable);
        }
        return ended;
    }

    /** The first stands for all; in a run that is resumed, the one that did. */
    private HostRun actor(TaskRef ref, List<HostRun> live) {
        String before = run.resumption().past().actedFor(ref.key());
        return live.stream()
                .filter(host -> host.name().equals(before))
                .findFirst()
                .orElse(live.getFirst());
    }

    /**
     * All of them; but while a run's past is taken up to be undone, those that came as far as this. For the others it
     * ends here.
     */
    private List<HostRun> known(Task task, TaskRef ref, List<HostRun> acting) {
        if (!run.resumption().replay().isRecalling()) {
            return acting;
        }
        for (HostRun host : acting) {
            if (run.resumption().past().task(ref.key(), host.name()) == null) {
                if (run.resumption()
                        .past()
                        .tried(ref.key(), host.name())) { // it may have changed something before it was cut off
                    host.trail()
                            .add(
                                    task,
                                    run.ways()
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
            return Map.of(only, new HostTask(run, task, only, ref, concerned, purpose).carryOut());
        }
        return new ParallelHosts(forks(task, acting.getFirst()))
                .on(
                        acting,
                        "task " + ref.name() + " at " + ref.at(),
                        host -> new HostTask(run, task, host, ref, List.of(host), purpose).carryOut());
    }

    private int forks(Task task, HostRun first) {
        int throttle = run.play().keywords(task, first).knownNumber(Keyword.THROTTLE, 0);
        return throttle > 0
                ? Math.min(throttle, run.settings().forks())
                : run.settings().forks();
    }

    /**
     * Counts, registers, notifies, and marks the host. A task that runs once stands for all hosts of the batch.
     *
     * @param rescuable whether a rescue waits for what fails
     * @param goesOn whether a failure leaves the host in the play
     */
    private void settle(
            Task task, HostRun host, CompletedTask end, List<HostRun> concerned, boolean rescuable, boolean goesOn) {
        host.count(end.outcome(), rescuable);
        HostState.Failure why = new HostState.Failure(task, end.answer().fields(), rescuable);
        for (HostRun each : concerned) {
            if (task.register() != null) {
                each.variables().set(task.register(), run.plan().registered(task, end));
            }
            if (run.plan().notifies(task, end) && !isBad(end.outcome())) {
                notified(task, each, end);
            }
            if (run.plan().isOfNow() && end.outcome().status() == Outcome.Status.OK) {
                unnotified(task, each).forEach(handler -> noteService(handler, each));
            }
            switch (end.outcome().status()) {
                case FAILED -> {
                    if (!goesOn) {
                        each.fail(why);
                    }
                }
                case UNREACHABLE -> {
                    if (each == host) {
                        each.loseTouch(why);
                    } else {
                        each.fail(why);
                    }
                }
                case OK, CHANGED, SKIPPED, IGNORED, UNREACHABLE_IGNORED, UNKNOWN -> {}
            }
        }
        if (!purpose.isTrial()) {
            // A run that goes on gives each host its time anew; one that is put back must come to what was.
            host.spend(
                    end.recalled() && !run.resumption().replay().isRecalling()
                            ? Duration.ZERO
                            : end.outcome().took());
            quarantineIfOverdue(task, host, end);
        }
    }

    private void quarantineIfOverdue(Task task, HostRun host, CompletedTask end) {
        Duration allowed = host.allowed();
        if (allowed == null || !host.isOverdue() || (!host.isLive() && !(host.state() instanceof HostState.Failed))) {
            return;
        }
        if (end.outcome().status() != Outcome.Status.FAILED) {
            host.countFailure();
        }
        host.quarantine(new HostState.Failure(task, end.answer().fields(), false));
        run.resumption()
                .decisions()
                .note(id -> new Event.Decision(
                        id,
                        Event.Decision.Topic.HOST_TIMEOUT,
                        Event.Decision.Verdict.GO_ON,
                        host.name() + ": quarantined, as its steps took "
                                + host.spent().toSeconds() + " s, host_timeout allows " + allowed.toSeconds()
                                + " s; the other hosts continue",
                        List.of(host.name()),
                        Map.of("took", host.spent().toMillis(), "allowed", allowed.toMillis())));
    }

    private static boolean isBad(Outcome outcome) {
        return outcome.status() == Outcome.Status.FAILED || outcome.status() == Outcome.Status.UNREACHABLE;
    }

    // The task has ended and was told: what is wrong with its notify is told apart.
    private void notified(Task task, HostRun host, CompletedTask end) {
        try {
            notifyHandlers(task, host, end);
        } catch (UserError e) {
            run.events().publish(new Event.Warning(host.name() + " fails: " + e.getMessage(), task.span()));
            host.fail(new HostState.Failure(task, Map.of("msg", e.getMessage()), false));
            host.countFailure();
        }
    }

    private void notifyHandlers(Task task, HostRun host, CompletedTask end) {
        for (String wanted : notified(task, host)) {
            List<Handler> found = play.handlersNamed(wanted, host);
            if (found.isEmpty()) {
                throw new UserError(
                        task.span(),
                        "no handler is called '" + wanted + "' or listens to it",
                        play.handlerSuggestion(wanted));
            }
            found.forEach(handler -> run.plan().notified(host, handler, task, end));
            found.stream()
                    .filter(handler -> host.notifyHandler(handler, play))
                    .forEach(handler -> run.events().publish(run.play().notified(handler, host)));
        }
    }

    /** The handlers that the task has no reason to notify. */
    private Stream<Task> unnotified(Task task, HostRun host) {
        return notified(task, host).stream()
                .flatMap(wanted -> play.handlersNamed(wanted, host).stream())
                .mapMulti((handler, to) -> {
                    if (handler.step() instanceof Task its) {
                        to.accept(its);
                    }
                });
    }

    /** A handler that is not notified, as nothing would change: what it restarts otherwise is to run all the same. */
    private void noteService(Task handler, HostRun host) {
        try {
            Scope scope = run.play().scope(host, handler);
            boolean acts = handler.settings().get(Keyword.DELEGATE_TO) == null
                    && handler.loop() == null
                    && handler.settings().when().stream().allMatch(condition -> condition.holds(scope));
            if (acts) {
                run.plan()
                        .services()
                        .note(
                                handler,
                                host.name(),
                                run.tools().arguments().of(handler, scope),
                                run.ways().access().of(host.name(), handler.settings(), scope));
            }
        } catch (UserError _) {
            // what it would do is not known before it is notified
        }
    }

    /** The names and topics of handlers. */
    private List<String> notified(Task task, HostRun host) {
        List<String> out = new ArrayList<>();
        for (Template written : task.notifies()) {
            try {
                Object value = written.resolve(run.play().scope(host, task));
                List<?> names = value instanceof List<?> list ? list : Collections.singletonList(value);
                names.forEach(name -> out.add(Values.text(name)));
            } catch (UnknownValueError e) {
                run.events()
                        .publish(new Event.Warning(
                                host.name() + ": which handlers it notifies is not known: " + e.what(), task.span()));
            }
        }
        return out;
    }

    /** {@code run_once}, {@code any_errors_fatal} and {@code max_fail_percentage}: whether the batch may go on. */
    private void afterwards(Task task, Map<HostRun, CompletedTask> ended, boolean once, boolean rescuable) {
        boolean bad = ended.values().stream().anyMatch(end -> isBad(end.outcome()));
        if (!bad) {
            return;
        }
        HostRun first = ended.keySet().iterator().next();
        boolean anyIsFatal = run.play().keywords(task, first).isKnownTrue(Keyword.ANY_ERRORS_FATAL);
        if (anyIsFatal) {
            failTheRest(task); // a rescue takes them all up
        }
        if (rescuable) {
            return;
        }
        if (anyIsFatal || once) {
            failTheRest(task);
            play.stop(anyIsFatal ? "any_errors_fatal: a host failed" : "a task that is run once for all hosts failed");
            return;
        }
        Double limit = play.maxFailPercentage();
        long lost = batch.stream().filter(HostRun::isLost).count() - lostBefore;
        if (limit != null && lost * 100.0 / batch.size() > limit) {
            failTheRest(task);
            play.stop(lost + " of " + batch.size() + " hosts of the batch failed, more than max_fail_percentage "
                    + limit + " allows");
        }
    }

    private void failTheRest(Task task) {
        batch.forEach(host -> host.fail(new HostState.Failure(task, Map.of(), false)));
    }
}
