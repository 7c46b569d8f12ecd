package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Block;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Include;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.host.HostTurn;
import io.hitless.run.step.StepPurpose;
import io.hitless.run.task.FailureRules;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.run.task.TaskRun;
import io.hitless.run.task.TogetherOnly;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs the steps of a play on hosts of a batch that stay together: each step runs on all of them before the next one
 * starts. A failed host skips steps until a rescue or the end of the play. The {@link Strategy} decides whether these
 * hosts are the whole batch, or a single host that runs at its own pace.
 */
final class BatchRun implements MetaRun.Batch, HandlerFlush.Steps {
    private final RunningPlay play;
    private final TaskEnvironment run;
    private final List<HostRun> hosts;
    private final StepPurpose purpose;
    private final HostTurn turn;
    private final FailureRules failures;
    private final TaskRun tasks;
    private final IncludeResolver inclusion;
    private final MetaRun metas;
    private final Sections sections = new Sections();
    private final HandlerFlush flush;
    private boolean ended;
    private int includes;

    /** @param turn when the hosts may act */
    BatchRun(RunningPlay play, TaskEnvironment run, List<HostRun> hosts, StepPurpose purpose, HostTurn turn) {
        this.play = play;
        this.run = run;
        this.hosts = hosts;
        this.purpose = purpose;
        this.turn = turn;
        this.failures = new FailureRules(play, run, hosts);
        this.tasks = new TaskRun(play, run, failures, purpose);
        this.inclusion = new IncludeResolver(play, run);
        this.metas = new MetaRun(this, play, run, hosts);
        this.flush = new HandlerFlush(play, run, hosts, this);
    }

    /** Runs a section of the play, and then the handlers that it notified. */
    void section(List<Step> steps) throws InterruptedException {
        if (hosts.isEmpty()) {
            return;
        }
        roleSteps(steps, hosts, false);
        flushHandlers(play.forcesHandlers());
    }

    /** Runs only these steps; the handlers that they notify stay pending. */
    void only(List<Step> steps) throws InterruptedException {
        steps(steps, hosts, false);
    }

    /** Runs the pending handlers, and those that they notify. */
    public void handlers() throws InterruptedException {
        flushHandlers(false);
    }

    /** Runs steps after which no step of their roles follows. */
    private void roleSteps(List<Step> steps, List<HostRun> among, boolean handling) throws InterruptedException {
        steps(steps, among, handling);
        if (!steps.isEmpty()) {
            completeRole(steps.getLast().role(), among, handling);
        }
    }

    @SuppressWarnings("ReferenceEquality") // is it another use of a role?
    private void steps(List<Step> steps, List<HostRun> among, boolean handling) throws InterruptedException {
        Role role = null;
        for (Step step : steps) {
            if (ended || live(among).isEmpty()) {
                return;
            }
            if (role != step.role()) {
                completeRole(role, among, handling);
                role = step.role();
            }
            List<HostRun> live = live(among, role, handling);
            if (live.isEmpty()) {
                continue; // all have ended this step's role, and continue after it
            }
            step(step, live, handling);
        }
    }

    private static void completeRole(@Nullable Role role, List<HostRun> among, boolean handling) {
        if (role != null && !handling) {
            live(among).forEach(host -> host.roles().complete(role));
        }
    }

    private void step(Step step, List<HostRun> live, boolean handling) throws InterruptedException {
        switch (step) {
            case Task task -> task(task, live, handling);
            case Block block -> block(block, live, handling);
            case Include include -> include(include, live, handling);
            case Meta meta -> meta(meta, live);
        }
    }

    private void task(Task task, List<HostRun> live, boolean handling) throws InterruptedException {
        if (handling || selects(task)) { // a notified handler runs whatever its tags
            int throttle = run.play().keywords(task, live.getFirst()).knownNumber(Keyword.THROTTLE, 0);
            turn.act(task.span(), throttle, () -> tasks.run(task, live, handling, sections.rescue()));
        }
    }

    private void meta(Meta meta, List<HostRun> live) throws InterruptedException {
        if (meta.kind() == Meta.Kind.FLUSH_HANDLERS) {
            metas.carryOut(meta, live); // each handler has a turn of its own
        } else {
            turn.act(meta.span(), 0, () -> {
                if (!endsWithBatch(live)) {
                    metas.carryOut(meta, live);
                }
            });
        }
    }

    @Override
    public boolean selects(Step step) {
        return purpose.isTrial() || play.selects(step, hosts.getFirst());
    }

    private void block(Block block, List<HostRun> among, boolean handling) throws InterruptedException {
        sections.enter(block, isInPlace(block));
        Map<HostRun, HostState.Working> before = new LinkedHashMap<>();
        for (HostRun host : among) {
            if (host.state() instanceof HostState.Working working) {
                before.put(host, working);
            }
        }
        Sections.Section tried = block.rescue().isEmpty() ? Sections.Section.TASKS : Sections.Section.RESCUED_TASKS;
        sections.within(tried, () -> steps(block.steps(), among, handling));
        if (!block.rescue().isEmpty() && !ended) {
            rescue(block, before, handling);
        }
        if (!block.always().isEmpty() && !ended) {
            List<HostRun> failed = before.keySet().stream()
                    .filter(host -> host.startFinishing(Objects.requireNonNull(before.get(host))))
                    .toList();
            sections.within(Sections.Section.ALWAYS, () -> steps(block.always(), among, handling));
            failed.forEach(HostRun::endFinishing);
        }
    }

    /**
     * Returns whether the block was not imported or included. As in Ansible, imports and includes form a block of their
     * own.
     */
    private boolean isInPlace(Block block) {
        SourceFile file = block.span().file();
        boolean ofRole = play.play().sections().roleTasks().contains(block)
                && Path.of(file.name()).getFileName().toString().startsWith("main.");
        return includes == 0 && (ofRole || file.equals(play.play().span().file()));
    }

    private void rescue(Block block, Map<HostRun, HostState.Working> before, boolean handling)
            throws InterruptedException {
        List<HostRun> fallen =
                before.keySet().stream().filter(HostRun::canRejoin).toList();
        fallen.forEach(host -> run.events().publish(new Event.Rescued(host.name())));
        List<HostRun> failed = fallen.stream()
                .filter(host -> host.startRescue(Objects.requireNonNull(before.get(host))))
                .toList();
        sections.within(Sections.Section.RESCUE, () -> steps(block.rescue(), fallen, handling));
        failed.forEach(HostRun::endRescue);
    }

    private void include(Include include, List<HostRun> live, boolean handling) throws InterruptedException {
        if (!handling && !selects(include)) {
            return;
        }
        List<IncludeResolver.Group> groups = new ArrayList<>();
        turn.act(include.span(), 0, () -> groups.addAll(groups(include, live, handling)));
        includes++;
        for (IncludeResolver.Group group : groups) {
            run.plan().doubts().enter(group.doubts());
            roleSteps(group.steps(), group.hosts(), handling);
            run.plan().doubts().leave(group.doubts());
        }
        includes--;
    }

    private List<IncludeResolver.Group> groups(Include include, List<HostRun> live, boolean handling)
            throws InterruptedException {
        TaskRef ref = run.play().ref(include, handling, live.getFirst(), purpose);
        boolean known =
                run.resumption().history().included(ref.key(), live.getFirst().name());
        if (!known && endsWithBatch(live)) {
            return List.of();
        }
        run.events().publish(new Event.TaskStarted(ref, names(live)));
        boolean once = new TogetherOnly(play, run).isOnce(include, live.getFirst());
        List<HostRun> asking = once ? live.subList(0, 1) : live;
        List<IncludeResolver.Group> groups =
                inclusion.groups(include, asking, live, ref, includes + 1, sections.rescue());
        boolean failed = asking.stream().anyMatch(host -> !host.isLive());
        if (failed && !purpose.isTrial() && !run.plan().isOn()) { // a plan looks at all hosts
            failures.failed(include, live.getFirst(), once, sections.rescue());
        }
        return groups;
    }

    /**
     * Ends the play for these hosts if a host that runs at its own pace has ended the batch for all. Returns whether it
     * has.
     */
    private boolean endsWithBatch(List<HostRun> live) {
        boolean over = play.batchHasEnded() && !purpose.isTrial();
        if (over) {
            live.forEach(host -> host.end(sections.areInRescueItself()));
        }
        return over;
    }

    /** Fails a step other than a module's task on a host. */
    @Override
    public void fail(Step step, HostRun host, UserError why) {
        inclusion.fail(run.play().ref(step, false, host, purpose), host, why);
    }

    /** Ends the batch. */
    @Override
    public void end() {
        endHere();
        if (!purpose.isTrial()) {
            play.endBatch(false);
        }
    }

    @Override
    public void endPlay() {
        endHere();
        if (!purpose.isTrial()) {
            play.endBatch(true);
        }
    }

    private void endHere() {
        hosts.forEach(host -> host.end(sections.areInRescueItself()));
        ended = true;
    }

    @Override
    public Sections sections() {
        return sections;
    }

    /** Runs the pending handlers. */
    @Override
    public void flushHandlers(boolean onFailedHosts) throws InterruptedException {
        List<HostRun> failed = onFailedHosts
                ? hosts.stream()
                        .filter(host -> host.state() instanceof HostState.Failed)
                        .toList()
                : List.of();
        failed.forEach(host -> host.startFinishing(HostState.live()));
        sections.within(Sections.Section.HANDLERS, flush::carryOut);
        failed.forEach(HostRun::endFinishing);
    }

    @Override
    public void handle(Handler handler, List<HostRun> meant) throws InterruptedException {
        step(handler.step(), meant, true);
    }

    @Override
    public boolean hasEnded() {
        return ended;
    }

    private static List<HostRun> live(List<HostRun> among) {
        return among.stream().filter(HostRun::isLive).toList();
    }

    /** @param handling whether a handler runs, which does so even if its role is repeated */
    private static List<HostRun> live(List<HostRun> among, @Nullable Role role, boolean handling) {
        return among.stream()
                .filter(host -> host.isLive()
                        && !host.roles().hasEnded(role)
                        && (handling || !host.roles().isRepeated(role)))
                .toList();
    }

    private static List<String> names(List<HostRun> hosts) {
        return hosts.stream().map(HostRun::name).toList();
    }
}
