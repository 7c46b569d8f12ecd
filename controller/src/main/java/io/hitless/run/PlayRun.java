package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Play;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.run.host.HostRun;
import io.hitless.run.policy.BatchPolicy;
import io.hitless.run.step.StartAt;
import io.hitless.run.step.StepNames;
import io.hitless.run.step.StepPurpose;
import io.hitless.run.step.WrittenNames;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.source.Suggestion;
import io.hitless.vars.PlayVariables;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** One play: its batches one after another, and what ends it early. */
final class PlayRun implements RunningPlay {
    private final Play play;
    private final RunAssembly assembly;
    private final TaskEnvironment run;
    private final ResolvedPlay values;
    private final StartAt startAt;
    private final List<Handler> handlers;
    private final PlayVariables variables;
    private final BatchPolicy conductor;
    private List<HostRun> hosts = List.of();
    private @Nullable String stopped;

    PlayRun(Play play, RunAssembly assembly, ResolvedPlay values, StartAt startAt) {
        this.play = play;
        this.assembly = assembly;
        this.run = assembly.tasks();
        this.values = values;
        this.startAt = startAt;
        this.handlers = new ArrayList<>(play.handlers());
        this.variables = run.play().variables();
        this.conductor = assembly.policy(play);
    }

    /** The hosts of all its batches. */
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
        return conductor.hostLimit();
    }

    /**
     * Carries the play out on these hosts, in this order; those that failed before count in batches, but take no part.
     */
    void carryOut(List<HostRun> all) throws InterruptedException {
        hosts = List.copyOf(all);
        List<String> names = names(hosts);
        boolean choosing = play.policy() != null && !play.policy().order().isEmpty();
        int expected = choosing ? 0 : batches(List.of(), names).size();
        run.events().publish(new Event.PlayStarted(assembly.playNumber(), values.name(), names, expected, play.span()));
        assembly.startBatch(0, hosts, hosts);
        lock(hosts);
        List<String> canaries = conductor.canaries(new PlayBatch(this, assembly, hosts, hosts, 0, 0));
        List<List<String>> batches = batches(
                canaries,
                names.stream().filter(name -> !canaries.contains(name)).toList());
        for (int i = 0; i < batches.size(); i++) {
            assembly.endIfStopping();
            List<String> looked = run.plan().lookedAt(batches.get(i));
            if (looked.isEmpty()) {
                continue;
            }
            List<HostRun> batch = looked.stream().map(assembly.hosts()::host).toList();
            assembly.preBatchCheck().beforeBatch(looked);
            run.events().publish(new Event.BatchStarted(i + 1, batches.size(), looked));
            if (!batch(batch, new PlayBatch(this, assembly, batch, hosts, i + 1, batches.size()), hosts)) {
                return;
            }
        }
    }

    // Who only looks at how hosts are has no reason to do so one after another.
    private List<List<String>> batches(List<String> canaries, List<String> others) {
        if (run.plan().isOfNow()) {
            return List.of(Stream.concat(canaries.stream(), others.stream()).toList());
        }
        return Batches.of(canaries, others, values.serial(), play.span());
    }

    private static List<String> names(List<HostRun> hosts) {
        return hosts.stream().map(HostRun::name).toList();
    }

    /** Whether the next batch may begin. */
    private boolean batch(List<HostRun> batch, PlayBatch control, List<HostRun> hosts) throws InterruptedException {
        batch.forEach(HostRun::startBatch);
        assembly.startBatch(control.number(), hosts, batch);
        lock(batch); // those that could not be reached when the play began
        BatchRun steps = new BatchRun(this, run, batch);
        if (values.gathersFacts()) {
            steps.section(List.of(FactGathering.of(play, run.tools().modules())));
        }
        for (List<Step> section : List.of(
                play.preTasks(),
                Stream.concat(play.roleTasks().stream(), play.tasks().stream()).toList(),
                play.postTasks())) {
            steps.section(section);
        }
        payDues(batch);
        if (!control.allWereLostBefore() && !run.plan().isOn()) { // a plan looks at all hosts
            judge(batch, control, steps.playEnded());
        }
        return stopped == null && !steps.playEnded();
    }

    // As in Ansible: a rescue lets all of them go on, but to the end of the play only.
    private void payDues(List<HostRun> batch) {
        List<HostRun> due = batch.stream().filter(HostRun::payDue).toList();
        if (!due.isEmpty()) {
            run.events()
                    .publish(new Event.Warning(
                            String.join(", ", names(due))
                                    + ": no part in later plays, as another host failed at a task with"
                                    + " any_errors_fatal, though a rescue let the play continue",
                            play.span()));
        }
    }

    private void lock(List<HostRun> its) throws InterruptedException {
        if (!run.resumption().replay().isRecalling()) {
            run.ways().locks().take(its, play);
        }
    }

    /** Puts hosts back to what they were before the run; each has its last play here. */
    void undo(List<HostRun> meant) throws InterruptedException {
        PlayVariables before = run.play().enter(variables);
        try {
            assembly.startBatch(0, hosts, meant);
            lock(meant);
            conductor.undo(new PlayBatch(this, assembly, meant, hosts, 1, 1));
        } finally {
            run.play().enter(before);
        }
    }

    /**
     * Lets go of hosts that the run had locked and did not come to, as far as is known; those that it has changed all
     * the same have failed.
     */
    void unlock(List<HostRun> untouched) throws InterruptedException {
        PlayVariables before = run.play().enter(variables);
        try {
            for (HostRun host : run.ways().locks().release(untouched, play)) {
                String why = host.name()
                        + " is not rolled back: this run has changed it, and the journal does not know by what, as it"
                        + " has lost its end; resume the run, then roll it back";
                run.events().publish(new Event.Warning(why, play.span()));
                host.failBetween(why);
            }
        } finally {
            run.play().enter(before);
        }
    }

    private void judge(List<HostRun> batch, PlayBatch control, boolean playEnded) throws InterruptedException {
        if (stopped == null
                && !playEnded
                && conductor.endsWithLostBatch()
                && batch.stream().allMatch(HostRun::isLost)) {
            stopped = "all hosts of the batch failed";
        }
        String halt = conductor.afterBatch(control);
        if (halt != null) {
            stop(halt);
        }
    }

    /** Ends the run after what is under way: too many hosts failed. */
    @Override
    public void stop(String why) {
        if (stopped == null) {
            stopped = why;
            run.events().publish(new Event.NoMoreHosts(why));
        }
    }

    /** No host has failed, and what was to end with them goes on. */
    @Override
    public void pardon() {
        hosts.forEach(HostRun::pardon);
        stopped = null;
    }

    /** Whether the play, and with it the run, was stopped because of failures. */
    boolean isStopped() {
        return stopped != null;
    }

    /** Why it was stopped, or null. */
    @Override
    public @Nullable String stopped() {
        return stopped;
    }

    /** Whether tags, and the task to start at, let this step run. */
    @Override
    public boolean selects(Step step) {
        return startAt.reached(step)
                && run.settings().tags().select(step.settings().tags());
    }

    @Override
    public boolean forcesHandlers() {
        return run.settings().forceHandlers() || values.forcesHandlers();
    }

    @Override
    public @Nullable Double maxFailPercentage() {
        return values.maxFailPercentage();
    }

    @Override
    public List<Handler> handlers() {
        return handlers;
    }

    /** Takes in the handlers of a role that was included. */
    @Override
    public void addHandlers(List<Handler> more) {
        more.stream().filter(handler -> !handlers.contains(handler)).forEach(handlers::add);
    }

    /** The handler of that name (of several the last, as in Ansible) and all that listen to it. */
    @Override
    public List<Handler> handlersNamed(String wanted, HostRun host) {
        List<Handler> found = new ArrayList<>();
        handlers.stream()
                .filter(handler -> answersTo(handler, wanted, host))
                .reduce((_, last) -> last)
                .ifPresent(found::add);
        handlers.stream()
                .filter(handler -> handler.listen().contains(wanted) && !found.contains(handler))
                .forEach(found::add);
        return found;
    }

    private boolean answersTo(Handler handler, String wanted, HostRun host) {
        String name = StepNames.resolved(handler.step(), run.play().scope(host, handler.step()));
        Role role = WrittenNames.role(handler.step());
        return name.equals(wanted) || (role != null && wanted.equals(role.name() + " : " + name));
    }

    @Override
    public @Nullable String handlerSuggestion(String wanted) {
        return Suggestion.didYouMean(
                wanted,
                handlers.stream()
                        .flatMap(handler ->
                                Stream.concat(Stream.of(WrittenNames.of(handler.step())), handler.listen().stream()))
                        .toList());
    }

    @Override
    public void runHandlers(String host, StepPurpose purpose) throws InterruptedException {
        PlayVariables before = run.play().enter(variables);
        try {
            new BatchRun(this, run, List.of(assembly.hosts().host(host)), purpose).handlers();
        } finally {
            run.play().enter(before);
        }
    }
}
