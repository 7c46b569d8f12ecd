package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.playbook.Step;
import io.hitless.run.host.HostRegistry;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.host.HostTurn;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.HostStatus;
import io.hitless.run.resume.DecisionLog;
import io.hitless.run.rollback.Rollback;
import io.hitless.run.rollback.RollbackResult;
import io.hitless.run.step.StepPurpose;
import io.hitless.run.step.WrittenNames;
import io.hitless.run.task.FailureText;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.value.Undefined;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A batch as the policy of its play sees and controls it. */
final class PlayBatch implements BatchControl {
    private final RunningPlay play;
    private final TaskEnvironment run;
    private final HostRegistry registry;
    private final FailureText failures;
    private final boolean rollsBack;
    private final List<HostRun> hosts;
    private final List<HostRun> fleet;
    private final int number;
    private final int of;
    private final Set<String> lostBefore = new HashSet<>();

    /** Created when the batch starts: it records which hosts were lost by then. */
    PlayBatch(RunningPlay play, RunAssembly assembly, List<HostRun> hosts, List<HostRun> fleet, int number, int of) {
        this.play = play;
        this.run = assembly.tasks();
        this.registry = assembly.hosts();
        this.failures = assembly.failures();
        this.rollsBack = assembly.rollback() != null;
        this.hosts = List.copyOf(hosts);
        this.fleet = List.copyOf(fleet);
        this.number = number;
        this.of = of;
        hosts.stream().filter(HostRun::isLost).forEach(host -> lostBefore.add(host.name()));
    }

    @Override
    public int number() {
        return number;
    }

    @Override
    public int total() {
        return of;
    }

    @Override
    public List<HostStatus> hosts() {
        return hosts.stream().map(this::status).toList();
    }

    @Override
    public List<HostStatus> fleet() {
        return fleet.stream().map(this::status).toList();
    }

    boolean allWereLostBefore() {
        return lostBefore.size() == hosts.size();
    }

    private HostStatus status(HostRun host) {
        HostStatus.State state = switch (host.state()) {
            case HostState.Working _ -> HostStatus.State.LIVE;
            case HostState.Failed(var cause, var _) -> failed(cause);
            case HostState.Removed(var cause) -> failed(cause);
            case HostState.Unreachable _ -> HostStatus.State.UNREACHABLE;
            case HostState.Quarantined _ -> HostStatus.State.QUARANTINED;
            case HostState.ErrorsCleared _, HostState.Ended _ -> HostStatus.State.ENDED;
        };
        List<String> pending = play.handlers(host.name()).stream()
                .filter(host.notifications()::has)
                .map(handler -> WrittenNames.of(handler.step()))
                .toList();
        return new HostStatus(
                host.name(),
                state,
                lostBefore.contains(host.name()),
                host.isLost() ? failures.of(host) : null,
                pending);
    }

    private static HostStatus.State failed(HostState.Failure cause) {
        return cause.isOfOthers() ? HostStatus.State.STOPPED : HostStatus.State.FAILED;
    }

    @Override
    public @Nullable String stopReason() {
        return play.stopped();
    }

    @Override
    public boolean isCheck() {
        return run.settings().check();
    }

    @Override
    public @Nullable Object evaluate(String host, Expression expression) {
        try {
            return expression.evaluate(run.play().scope(host));
        } catch (UserError e) {
            return new Undefined(e.what());
        }
    }

    @Override
    public void gatherFacts(List<String> names, String label) throws InterruptedException {
        if (!run.resumption().history().leads()) {
            return; // what follows from them is decided elsewhere
        }
        tried(
                List.of(FactGathering.of(play.play(), run.tools().modules())),
                names,
                label,
                run.settings().taskLimit());
    }

    @Override
    public Map<String, String> attempt(List<Step> steps, List<String> names, String label, Duration limit)
            throws InterruptedException {
        if (run.resumption().decisions().next() != null) {
            return Map.of();
        }
        run.resumption().replay().endIfRecallOnly();
        return tried(steps, names, label, limit);
    }

    private Map<String, String> tried(List<Step> steps, List<String> names, String label, Duration limit)
            throws InterruptedException {
        List<HostRun> meant = names.stream().map(registry::host).toList();
        Map<HostRun, HostRun.Snapshot> marks = new LinkedHashMap<>();
        long until = System.nanoTime() + limit.toNanos();
        for (HostRun host : meant) {
            marks.put(host, host.startTrial());
            host.time().setDeadline(until);
        }
        Map<String, String> wrong = new LinkedHashMap<>();
        try {
            new BatchRun(play, run, meant, StepPurpose.look(label), HostTurn.AT_ONCE).only(steps);
        } finally {
            marks.forEach((host, mark) -> {
                if (host.isLost()) {
                    wrong.put(host.name(), String.valueOf(failures.of(host)));
                }
                host.time().setDeadline(null);
                host.restore(mark);
            });
        }
        return wrong;
    }

    @Override
    public void fail(String name, String why) {
        registry.host(name).failBetween(why);
    }

    @Override
    public void retire(String name) {
        registry.host(name).end(false);
    }

    @Override
    public RollbackResult rollBack(String name, String runId, Duration limit) throws InterruptedException {
        HostRun host = registry.host(name);
        Event.Decision before = run.resumption().decisions().next();
        if (before == null) {
            run.resumption().replay().endIfRecallOnly();
        }
        RollbackResult undone = before == null
                ? new Rollback(run, failures, runId, limit, rollsBack).of(host, play)
                : RollbackResult.nothing(name);
        if (before == null ? undone.problem() == null : before.verdict() == Event.Decision.Verdict.GO_ON) {
            host.forgetChanges();
        }
        return undone;
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        if (run.resumption().decisions().next() == null) {
            Thread.sleep(time);
        }
    }

    @Override
    public Event.Decision decide(DecisionLog.Decider made) throws InterruptedException {
        return run.resumption().decisions().decide(made);
    }
}
