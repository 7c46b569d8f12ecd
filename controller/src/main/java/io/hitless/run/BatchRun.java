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
import io.hitless.run.step.StepPurpose;
import io.hitless.run.step.WrittenNames;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.run.task.TaskRun;
import io.hitless.source.UserError;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One batch of a play, the linear strategy: each step is done on all hosts before the next begins. It reads as a
 * playbook does: lists of steps, blocks within them, and a host that failed sits out until a rescue or the end.
 */
public final class BatchRun implements MetaRun.Batch {
    private final RunningPlay play;
    private final TaskEnvironment run;
    private final List<HostRun> hosts;
    private final StepPurpose purpose;
    private final TaskRun tasks;
    private final IncludeResolver inclusion;
    private final MetaRun metas;
    private final Sections sections = new Sections();
    private final Map<HostRun, Handler> failedAt = new HashMap<>();
    private boolean ended;
    private boolean playEnded;
    private int includes;

    BatchRun(RunningPlay play, TaskEnvironment run, List<HostRun> hosts) {
        this(play, run, hosts, StepPurpose.PLAY);
    }

    public BatchRun(RunningPlay play, TaskEnvironment run, List<HostRun> hosts, StepPurpose purpose) {
        this.play = play;
        this.run = run;
        this.hosts = hosts;
        this.purpose = purpose;
        this.tasks = new TaskRun(play, run, hosts, purpose);
        this.inclusion = new IncludeResolver(play, run);
        this.metas = new MetaRun(this, play, run, hosts);
    }

    /** One section of the play, and after it the handlers it notified. */
    void section(List<Step> steps) throws InterruptedException {
        steps(steps, hosts, false);
        flushHandlers(play.forcesHandlers());
    }

    /** Steps by themselves: what they notify waits. */
    void only(List<Step> steps) throws InterruptedException {
        steps(steps, hosts, false);
    }

    /** The handlers that wait, and those which these notify. */
    public void handlers() throws InterruptedException {
        flushHandlers(false);
    }

    boolean playEnded() {
        return playEnded;
    }

    private void steps(List<Step> steps, List<HostRun> among, boolean handling) throws InterruptedException {
        for (Step step : steps) {
            if (ended || live(among).isEmpty()) {
                return;
            }
            List<HostRun> live = live(among, WrittenNames.role(step));
            if (live.isEmpty()) {
                continue; // all have ended this step's role, and go on behind it
            }
            step(step, live, handling);
        }
    }

    private void step(Step step, List<HostRun> live, boolean handling) throws InterruptedException {
        switch (step) {
            case Task task -> task(task, live, handling);
            case Block block -> block(block, live, handling);
            case Include include -> include(include, live, handling);
            case Meta meta -> metas.carryOut(meta, live);
        }
    }

    private void task(Task task, List<HostRun> live, boolean handling) throws InterruptedException {
        if (selects(task)) {
            tasks.run(task, live, handling, sections.rescue());
        }
    }

    @Override
    public boolean selects(Step step) {
        return purpose.isTrial() || play.selects(step);
    }

    private void block(Block block, List<HostRun> among, boolean handling) throws InterruptedException {
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
                    .filter(host -> host.finish(Objects.requireNonNull(before.get(host))))
                    .toList();
            sections.within(Sections.Section.ALWAYS, () -> steps(block.always(), among, handling));
            failed.forEach(HostRun::finished);
        }
    }

    private void rescue(Block block, Map<HostRun, HostState.Working> before, boolean handling)
            throws InterruptedException {
        List<HostRun> fallen =
                before.keySet().stream().filter(HostRun::canBeTakenUp).toList();
        fallen.forEach(host -> run.events().publish(new Event.Rescued(host.name())));
        List<HostRun> failed = fallen.stream()
                .filter(host -> host.rescue(Objects.requireNonNull(before.get(host))))
                .toList();
        sections.within(Sections.Section.RESCUE, () -> steps(block.rescue(), fallen, handling));
        failed.forEach(HostRun::rescued);
    }

    private void include(Include include, List<HostRun> live, boolean handling) throws InterruptedException {
        if (!selects(include)) {
            return;
        }
        TaskRef ref = run.play().ref(include, handling, live.getFirst(), purpose);
        run.events().publish(new Event.TaskStarted(ref, names(live)));
        List<HostRun> asking =
                run.play().keywords(include, live.getFirst()).isKnownTrue(Keyword.RUN_ONCE) ? live.subList(0, 1) : live;
        for (IncludeResolver.Group group : inclusion.groups(include, asking, ref, ++includes)) {
            run.events().publish(new Event.Included(ref, group.what(), names(group.hosts())));
            group.hosts().forEach(HostRun::countIncluded);
            run.plan().doubt(group.doubts());
            steps(group.steps(), group.hosts(), handling);
            run.plan().resolve(group.doubts());
        }
        includes--;
    }

    /** A step that is no task of a module fails on a host. */
    @Override
    public void fail(Step step, HostRun host, UserError why) {
        inclusion.fail(run.play().ref(step, false, host, purpose), host, why);
    }

    /** The batch takes no more part in the play. */
    @Override
    public void end() {
        hosts.forEach(host -> host.end(sections.areInRescueItself()));
        ended = true;
    }

    @Override
    public void endPlay() {
        end();
        playEnded = true;
    }

    @Override
    public Sections sections() {
        return sections;
    }

    /**
     * Runs what was notified, in the order the handlers are written, each once; one that a handler notifies runs too,
     * also when it stands before.
     */
    @Override
    public void flushHandlers(boolean onFailedHosts) throws InterruptedException {
        List<HostRun> failed = onFailedHosts
                ? hosts.stream()
                        .filter(host -> host.state() instanceof HostState.Failed)
                        .toList()
                : List.of();
        failed.forEach(host -> host.finish(HostState.fresh()));
        sections.within(Sections.Section.HANDLERS, this::flush);
        failed.forEach(HostRun::finished);
    }

    private void flush() throws InterruptedException {
        for (Handler next = nextNotified(); next != null && !ended; next = nextNotified()) {
            Handler handler = next;
            List<HostRun> meant = live(hosts).stream()
                    .filter(host -> waits(host, handler) && host.takeNotification(handler))
                    .toList();
            Map<String, String> doubts = run.plan().doubts(handler, meant);
            run.plan().doubt(doubts);
            step(handler.step(), meant, true); // also of a role that the host has ended
            run.plan().resolve(doubts);
            meant.stream().filter(host -> !host.isLive()).forEach(host -> failedAt.put(host, handler));
        }
        failedAt.keySet().removeIf(HostRun::isLive);
    }

    // As in Ansible: after a handler failed, the next flush goes on behind it, and the one after that from the start.
    private boolean waits(HostRun host, Handler handler) {
        Handler failed = failedAt.get(host);
        return host.isNotified(handler)
                && (failed == null
                        || play.handlers().indexOf(handler) > play.handlers().indexOf(failed));
    }

    private @Nullable Handler nextNotified() {
        List<HostRun> live = live(hosts);
        for (Handler handler : play.handlers()) {
            if (live.stream().anyMatch(host -> waits(host, handler))) {
                return handler;
            }
        }
        return null;
    }

    private static List<HostRun> live(List<HostRun> among) {
        return among.stream().filter(HostRun::isLive).toList();
    }

    private static List<HostRun> live(List<HostRun> among, @Nullable Role role) {
        return among.stream()
                .filter(host -> host.isLive() && !host.hasEnded(role))
                .toList();
    }

    private static List<String> names(List<HostRun> hosts) {
        return hosts.stream().map(HostRun::name).toList();
    }
}
