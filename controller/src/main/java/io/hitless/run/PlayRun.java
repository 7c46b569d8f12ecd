package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostTurn;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.step.StartAt;
import io.hitless.run.step.StepPurpose;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.source.Span;
import io.hitless.vars.PlayVariables;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Runs one play: its batches one after another, and the rules that end it early. */
final class PlayRun implements RunningPlay {
    private final Play play;
    private final RunAssembly assembly;
    private final TaskEnvironment run;
    private final ResolvedPlay values;
    private final Strategy strategy;
    private final PlayVariables variables;
    private final BatchPolicy policy;
    private final PlayCourses courses;
    private final Set<String> warned = ConcurrentHashMap.newKeySet();
    private List<HostRun> hosts = List.of();
    private List<HostRun> picked = List.of();
    private @Nullable String stopped;
    private volatile boolean batchEnded;
    private volatile boolean ended;

    PlayRun(Play play, RunAssembly assembly, ResolvedPlay values, StartAt startAt) {
        this.play = play;
        this.assembly = assembly;
        this.run = assembly.tasks();
        this.values = values;
        this.courses = new PlayCourses(run.play(), play.sections().handlers(), startAt);
        this.strategy = strategy();
        this.variables = run.play().variables();
        this.policy = assembly.policy(play);
    }

    private Strategy strategy() {
        RunHistory history = run.resumption().history();
        Strategy wanted =
                history.isShared() && Strategy.of(values.strategy(), 1).isIndependent()
                        ? new Strategy.Shared(run.settings().forks(), history::isElsewhere)
                        : Strategy.of(values.strategy(), run.settings().forks());
        if (run.plan().isOn()) {
            return new Strategy.Linear(); // a plan waits for no host, and shows each task once
        }
        boolean recalling = run.resumption().replay().recallsOnly();
        return recalling && wanted.isIndependent() ? Strategy.ONE_BY_ONE : wanted;
    }

    /** Returns the hosts of all batches. */
    @Override
    public List<HostRun> hosts() {
        return hosts;
    }

    @Override
    public Play play() {
        return play;
    }

    @Nullable
    Duration hostLimit() {
        return policy.hostLimit();
    }

    /**
     * Runs the play. Hosts that failed earlier count in batches, but run no tasks.
     *
     * @param picked its hosts in the order in which its pattern picks them, which is that of its variables
     * @param all the same in the order in which they take their turns
     */
    void carryOut(List<HostRun> picked, List<HostRun> all) throws InterruptedException {
        this.picked = List.copyOf(picked);
        hosts = List.copyOf(all);
        setOut();
        List<String> names = names(hosts);
        boolean choosing = play.policy() != null && !play.policy().order().isEmpty();
        int expected = choosing ? 0 : batches(List.of(), names).size();
        run.events()
                .publish(new Event.PlayStarted(
                        assembly.playNumber(), values.name(), names, expected, strategy.isIndependent(), play.span()));
        assembly.startBatch(0, this.picked, hosts, strategy);
        assembly.lock(hosts, play);
        if (hostsAreIndependent() && maxFailPercentage() != null) {
            warn("'max_fail_percentage' has no effect, as in this play each host goes its own way", play.span());
        }
        List<String> canaries = policy.canaries(new PlayBatch(this, assembly, hosts, hosts, 0, 0));
        List<List<String>> batches = batches(
                canaries,
                names.stream().filter(name -> !canaries.contains(name)).toList());
        for (int i = 0; i < batches.size(); i++) {
            assembly.endIfStopping();
            List<String> looked = run.plan().inspected(batches.get(i));
            if (looked.isEmpty()) {
                continue;
            }
            List<HostRun> batch = looked.stream().map(assembly.hosts()::host).toList();
            assembly.preBatchCheck().beforeBatch(looked);
            assembly.offer(batch, play);
            run.events().publish(new Event.BatchStarted(i + 1, batches.size(), looked));
            run.resumption().history().awaitBatch(assembly.playNumber(), i + 1);
            boolean goesOn = batch(batch, new PlayBatch(this, assembly, batch, hosts, i + 1, batches.size()));
            courses.joinStart();
            if (!goesOn) {
                return;
            }
        }
    }

    private void setOut() {
        if (strategy.isIndependent()) {
            hosts.forEach(host -> courses.goTogether(List.of(host)));
        } else {
            courses.goTogether(hosts);
        }
    }

    // An inspection changes no host, so it does all hosts in one batch.
    private List<List<String>> batches(List<String> canaries, List<String> others) {
        if (run.plan().isOfCurrentState()) {
            return List.of(Stream.concat(canaries.stream(), others.stream()).toList());
        }
        return Batches.of(canaries, others, values.serial(), play.span());
    }

    private static List<String> names(List<HostRun> hosts) {
        return hosts.stream().map(HostRun::name).toList();
    }

    /** Runs a batch. Returns whether the next batch may start. */
    private boolean batch(List<HostRun> batch, PlayBatch control) throws InterruptedException {
        batch.forEach(HostRun::startBatch);
        assembly.startBatch(control.number(), picked, batch, strategy);
        assembly.lock(batch, play); // hosts that were unreachable when the play started
        batchEnded = false;
        if (!control.allWereLostBefore() && !run.plan().isOn()) {
            policy.beforeBatch(control);
        }
        strategy.carryOut(batch, this::steps);
        if (hostsAreIndependent() && !run.plan().isOn() && batch.stream().allMatch(HostRun::isUnreachable)) {
            stop("no host of the batch could be reached");
        }
        failDeferred(batch);
        if (!control.allWereLostBefore() && !run.plan().isOn()) { // a plan continues with all hosts
            judge(batch, control);
        }
        return stopped == null && !ended;
    }

    /** Runs all steps of the play on hosts that run together. */
    private void steps(List<HostRun> together, HostTurn turn) throws InterruptedException {
        BatchRun steps = new BatchRun(this, run, together, StepPurpose.PLAY, turn);
        if (values.gathersFacts()) {
            List<HostRun> asked =
                    FactGathering.asked(together, run.settings().defaults().factsOnce());
            BatchRun gathering =
                    asked.equals(together) ? steps : new BatchRun(this, run, asked, StepPurpose.PLAY, turn);
            gathering.section(List.of(FactGathering.of(play, run.tools().modules())));
        }
        for (List<Step> section : play.sections().untilHandlers()) {
            steps.section(section);
        }
    }

    // As in Ansible, after a rescue these hosts continue, but only to the end of the play.
    private void failDeferred(List<HostRun> batch) {
        List<HostRun> due = batch.stream().filter(HostRun::failIfDeferred).toList();
        if (!due.isEmpty()) {
            run.events()
                    .publish(new Event.Warning(
                            String.join(", ", names(due))
                                    + ": no part in later plays, as another host failed at a task with"
                                    + " any_errors_fatal, though a rescue let the play continue",
                            play.span()));
        }
    }

    /** Returns the rollback of this play. */
    PlayRollback rollback() {
        return new PlayRollback(this, assembly, strategy, policy, variables);
    }

    private void judge(List<HostRun> batch, PlayBatch control) throws InterruptedException {
        if (stopped == null
                && !ended
                && policy.endsWhenBatchFails()
                && batch.stream().allMatch(HostRun::isLost)) {
            stopped = "all hosts of the batch failed";
        }
        String halt = policy.afterBatch(control);
        if (halt != null) {
            stop(halt);
        }
    }

    @Override
    public synchronized boolean confirms(String task) throws InterruptedException {
        return !run.settings().step() || assembly.operator().confirms(task);
    }

    private void stop(String why) {
        stop(why, true);
    }

    @Override
    public void stop(String why, boolean announced) {
        if (stopped == null) {
            stopped = why;
            run.events().publish(new Event.NoMoreHosts(why, announced));
        }
    }

    @Override
    public void warn(String text, Span at) {
        if (warned.add(text)) {
            run.events().publish(new Event.Warning(text, at));
        }
    }

    @Override
    public void endBatch(boolean andPlay) {
        batchEnded = true;
        ended |= andPlay;
    }

    @Override
    public boolean batchHasEnded() {
        return batchEnded;
    }

    @Override
    public void leaveOutMissing() {
        Set<String> picked = Set.copyOf(assembly.hosts().select(values.hosts()));
        hosts.stream().filter(host -> !picked.contains(host.name())).forEach(host -> host.end(false));
    }

    /** Clears the errors of all hosts, and the stop of the play that they caused. */
    @Override
    public void clearErrors() {
        hosts.forEach(HostRun::clearErrors);
        stopped = null;
    }

    /** Returns whether failures stopped the play, and so the run. */
    boolean isStopped() {
        return stopped != null;
    }

    /** Returns why the play was stopped, or null. */
    @Override
    public @Nullable String stopped() {
        return stopped;
    }

    @Override
    public boolean selects(Step step, HostRun host) {
        return run.settings().tags().select(step.settings().tags())
                && courses.hasStarted(host, step); // a task that tags leave out is no start, as in Ansible
    }

    @Override
    public boolean forcesHandlers() {
        Boolean own = values.forcesHandlers();
        return own == null ? run.settings().forceHandlers() : own;
    }

    @Override
    public boolean hostsAreIndependent() {
        return Strategy.of(values.strategy(), 1).isIndependent();
    }

    @Override
    public @Nullable Double maxFailPercentage() {
        return values.maxFailPercentage();
    }

    @Override
    public List<Handler> handlers(String host) {
        return courses.handlers(host);
    }

    @Override
    public void addHandlers(List<Handler> more, HostRun host) {
        courses.addHandlers(more, host);
    }

    @Override
    public List<Handler> handlersNamed(String wanted, HostRun host) {
        return courses.handlersNamed(wanted, host);
    }

    @Override
    public @Nullable String handlerSuggestion(String wanted, HostRun host) {
        return courses.handlerSuggestion(wanted, host);
    }

    @Override
    public void runHandlers(String host, StepPurpose purpose) throws InterruptedException {
        PlayVariables before = run.play().switchTo(variables);
        try {
            new BatchRun(this, run, List.of(assembly.hosts().host(host)), purpose, HostTurn.AT_ONCE).handlers();
        } finally {
            run.play().switchTo(before);
        }
    }
}
