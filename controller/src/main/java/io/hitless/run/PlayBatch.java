package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.policy.BatchControl;
import io.hitless.run.policy.HostStatus;
import io.hitless.run.rollback.Rollback;
import io.hitless.run.rollback.RollbackResult;
import io.hitless.run.step.StepNames;
import io.hitless.run.step.StepPurpose;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.value.SecretUse;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.time.Duration;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A batch in its conductor's hand. */
public final class PlayBatch implements BatchControl {
    private final PlayRun play;
    private final RunContext run;
    private final List<HostRun> hosts;
    private final List<HostRun> fleet;
    private final int number;
    private final int of;
    private final Set<String> lostBefore = new HashSet<>();

    /** Made when the batch begins: it remembers who was lost by then. */
    PlayBatch(PlayRun play, RunContext run, List<HostRun> hosts, List<HostRun> fleet, int number, int of) {
        this.play = play;
        this.run = run;
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
    public int of() {
        return of;
    }

    @Override
    public List<HostStatus> hosts() {
        return hosts.stream().map(this::standing).toList();
    }

    @Override
    public List<HostStatus> fleet() {
        return fleet.stream().map(this::standing).toList();
    }

    boolean allWereLostBefore() {
        return lostBefore.size() == hosts.size();
    }

    private HostStatus standing(HostRun host) {
        HostStatus.State state = switch (host.state()) {
            case HostState.Working _ -> HostStatus.State.LIVE;
            case HostState.Failed(var cause) -> failed(cause);
            case HostState.Out(var cause) -> failed(cause);
            case HostState.Unreachable _ -> HostStatus.State.UNREACHABLE;
            case HostState.Quarantined _ -> HostStatus.State.QUARANTINED;
            case HostState.Pardoned _, HostState.Ended _ -> HostStatus.State.ENDED;
        };
        List<String> pending = play.handlers().stream()
                .filter(host::isNotified)
                .map(handler -> StepNames.written(handler.step()))
                .toList();
        return new HostStatus(
                host.name(), state, lostBefore.contains(host.name()), host.isLost() ? why(run, host) : null, pending);
    }

    private static HostStatus.State failed(HostState.Failure cause) {
        return cause.isOfOthers() ? HostStatus.State.STOPPED : HostStatus.State.FAILED;
    }

    /** What a host failed at, in words; what {@code no_log} hides stays hidden. */
    public static @Nullable String why(RunContext run, HostRun host) {
        HostState.Failure failure = host.state().cause();
        if (failure == null) {
            return null;
        }
        Task task = failure.task();
        String text = task != null && run.keywords(task, host).isSet(Keyword.NO_LOG)
                ? "its result is hidden by no_log"
                : what(failure.result());
        String shown = SecretUse.recording(
                new LinkedHashSet<>(failure.secrets()), () -> run.redactor().redact(text));
        return task == null ? shown : "'" + StepNames.written(task) + "': " + shown;
    }

    // Of a loop, the first turn that failed; of a command, also what it said last.
    private static String what(Map<?, ?> result) {
        if (result.get("results") instanceof List<?> turns) {
            for (Object turn : turns) {
                if (turn instanceof Map<?, ?> its && Boolean.TRUE.equals(its.get("failed"))) {
                    return what(its);
                }
            }
        }
        Object msg = result.get("msg");
        String text = msg == null ? "failed" : Values.text(msg);
        if (!(result.get("rc") instanceof Number rc)) {
            return text;
        }
        String said = result.get("stderr") instanceof String stderr ? stderr.strip() : "";
        return text + ", rc " + rc + (said.isEmpty() ? "" : ": " + said.substring(said.lastIndexOf('\n') + 1));
    }

    @Override
    public @Nullable String stopped() {
        return play.stopped();
    }

    @Override
    public boolean isCheck() {
        return run.settings().check();
    }

    @Override
    public @Nullable Object value(String host, Expression expression) {
        try {
            return expression.evaluate(run.scopeOfHost(host));
        } catch (UserError e) {
            return new Undefined(e.what());
        }
    }

    @Override
    public void gatherFacts(List<String> names, String label) throws InterruptedException {
        tried(
                List.of(FactGathering.of(play.play(), run.modules())),
                names,
                label,
                run.settings().taskLimit());
    }

    @Override
    public Map<String, String> attempt(List<Step> steps, List<String> names, String label, Duration limit)
            throws InterruptedException {
        if (run.decisions().next() != null) {
            return Map.of();
        }
        run.replay().endIfRecalling();
        return tried(steps, names, label, limit);
    }

    private Map<String, String> tried(List<Step> steps, List<String> names, String label, Duration limit)
            throws InterruptedException {
        List<HostRun> meant = names.stream().map(run::host).toList();
        Map<HostRun, HostRun.Mark> marks = new LinkedHashMap<>();
        long until = System.nanoTime() + limit.toNanos();
        for (HostRun host : meant) {
            marks.put(host, host.lend());
            host.hurry(until);
        }
        Map<String, String> wrong = new LinkedHashMap<>();
        try {
            new BatchRun(play, run, meant, StepPurpose.look(label)).only(steps);
        } finally {
            marks.forEach((host, mark) -> {
                if (host.isLost()) {
                    wrong.put(host.name(), String.valueOf(why(run, host)));
                }
                host.hurry(null);
                host.backTo(mark);
            });
        }
        return wrong;
    }

    @Override
    public void fail(String name, String why) {
        run.host(name).failBetween(why);
    }

    @Override
    public void retire(String name) {
        run.host(name).end(false);
    }

    @Override
    public RollbackResult rollBack(String name, String runId, Duration limit) throws InterruptedException {
        HostRun host = run.host(name);
        Event.Decision before = run.decisions().next();
        if (before == null) {
            run.replay().endIfRecalling();
        }
        RollbackResult undone =
                before == null ? new Rollback(run, runId, limit).of(host, play) : RollbackResult.nothing(name);
        if (before == null ? undone.trouble() == null : before.verdict() == Event.Decision.Verdict.GO_ON) {
            host.forgetChanges();
        }
        return undone;
    }

    @Override
    public void pause(Duration time) throws InterruptedException {
        if (run.decisions().next() == null) {
            Thread.sleep(time);
        }
    }

    @Override
    public Event.Decision decide(Deciding made) throws InterruptedException {
        return run.decisions().make(made);
    }
}
