package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Block;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Include;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.value.UnknownValueError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One batch of a play, the linear strategy: each step is done on all hosts before the next begins. It reads as a playbook does: lists of
 * steps, blocks within them, and a host that failed sits out until a rescue or the end.
 */
final class BatchRun {
    private final PlayRun play;
    private final RunContext run;
    private final List<HostRun> hosts;
    private final Purpose purpose;
    private final TaskRun tasks;
    private final Inclusion inclusion;
    private boolean playEnded;
    private int rescuesReady;

    BatchRun(PlayRun play, RunContext run, List<HostRun> hosts) {
        this(play, run, hosts, Purpose.PLAY);
    }

    BatchRun(PlayRun play, RunContext run, List<HostRun> hosts, Purpose purpose) {
        this.play = play;
        this.run = run;
        this.hosts = hosts;
        this.purpose = purpose;
        this.tasks = new TaskRun(play, run, hosts, purpose);
        this.inclusion = new Inclusion(play, run);
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
    void handlers() throws InterruptedException {
        flushHandlers(false);
    }

    boolean playEnded() {
        return playEnded;
    }

    private void steps(List<Step> steps, List<HostRun> among, boolean handling) throws InterruptedException {
        for (Step step : steps) {
            List<HostRun> live = live(among);
            if (live.isEmpty() || playEnded) {
                return;
            }
            switch (step) {
                case Task task -> task(task, live, handling);
                case Block block -> block(block, live, handling);
                case Include include -> include(include, live, handling);
                case Meta meta -> meta(meta, live);
            }
        }
    }

    private void task(Task task, List<HostRun> live, boolean handling) throws InterruptedException {
        if (selects(task)) {
            tasks.run(task, live, handling, rescuesReady > 0);
        }
    }

    private boolean selects(Step step) {
        return purpose.isTrial() || play.selects(step);
    }

    private void block(Block block, List<HostRun> among, boolean handling) throws InterruptedException {
        int ready = block.rescue().isEmpty() ? 0 : 1;
        rescuesReady += ready;
        steps(block.steps(), among, handling);
        rescuesReady -= ready;
        List<HostRun> failed = in(HostRun.State.FAILED, among);
        if (!block.rescue().isEmpty() && !failed.isEmpty() && !play.isStopped()) {
            failed.forEach(host -> {
                host.rescue();
                run.tell(new Event.Rescued(host.name()));
            });
            steps(block.rescue(), failed, handling);
        }
        if (!block.always().isEmpty()) {
            List<HostRun> stillFailed = in(HostRun.State.FAILED, among);
            stillFailed.forEach(HostRun::revive);
            steps(block.always(), among, handling);
            stillFailed.forEach(HostRun::failAgain);
        }
    }

    private void include(Include include, List<HostRun> live, boolean handling) throws InterruptedException {
        if (!selects(include)) {
            return;
        }
        TaskRef ref = run.ref(include, handling, live.getFirst(), purpose);
        run.tell(new Event.TaskStarted(ref, names(live)));
        List<HostRun> asking = run.keywords(include, live.getFirst()).isKnownTrue(Keyword.RUN_ONCE) ? live.subList(0, 1) : live;
        for (Inclusion.Group group : inclusion.groups(include, asking, ref)) {
            run.tell(new Event.Included(ref, group.what(), names(group.hosts())));
            group.hosts().forEach(HostRun::countIncluded);
            run.foresight().doubt(group.doubts());
            steps(group.steps(), group.hosts(), handling);
            run.foresight().resolve(group.doubts());
        }
    }

    private void meta(Meta meta, List<HostRun> live) throws InterruptedException {
        if (!selects(meta)) {
            return;
        }
        List<HostRun> meant = live.stream().filter(host -> holds(meta, host)).toList();
        if (meant.isEmpty()) {
            return;
        }
        switch (meta.kind()) {
            case NOOP -> {}
            case FLUSH_HANDLERS -> flushHandlers(false);
            case REFRESH_INVENTORY -> run.tell(new Event.Warning("meta: refresh_inventory is not done within a run: start a new one", meta.span()));
            case CLEAR_FACTS -> meant.forEach(host -> host.variables().clearFacts());
            case CLEAR_HOST_ERRORS -> hosts.stream()
                    .filter(HostRun::isLost)
                    .forEach(HostRun::revive);
            case END_HOST -> meant.forEach(HostRun::end);
            case END_BATCH -> hosts.stream().filter(HostRun::isLive).forEach(HostRun::end);
            case END_PLAY -> {
                hosts.stream().filter(HostRun::isLive).forEach(HostRun::end);
                playEnded = true;
            }
            case RESET_CONNECTION -> {
                for (HostRun host : meant) {
                    run.resetConnection(meta, host);
                }
            }
        }
    }

    private boolean holds(Meta meta, HostRun host) {
        var scope = run.scope(host, meta);
        String open = run.foresight().doubt(host);
        try {
            boolean holds = meta.settings().when().stream().allMatch(condition -> condition.holds(scope));
            if (open == null || !holds) {
                return holds;
            }
        } catch (UnknownValueError e) {
            open = e.what();
        }
        endsPerhaps(meta, host, open);
        return false;
    }

    // In a plan: what comes after it for these hosts is open from here on.
    private void endsPerhaps(Meta meta, HostRun host, String why) {
        String open = "whether '" + StepNames.written(meta) + "' at " + meta.span() + " ends it before is not known: " + why;
        switch (meta.kind()) {
            case END_HOST -> run.foresight().doubtForThePlay(host, open);
            case END_BATCH, END_PLAY -> hosts.forEach(each -> run.foresight().doubtForThePlay(each, open));
            case NOOP, FLUSH_HANDLERS, REFRESH_INVENTORY, CLEAR_FACTS, CLEAR_HOST_ERRORS, RESET_CONNECTION -> {}
        }
    }

    /**
     * Runs what was notified, in the order the handlers are written, each once; one that a handler notifies runs too, also when it
     * stands before.
     */
    private void flushHandlers(boolean onFailedHosts) throws InterruptedException {
        List<HostRun> failed = onFailedHosts ? in(HostRun.State.FAILED, hosts) : List.of();
        failed.forEach(HostRun::revive);
        for (Handler next = nextNotified(); next != null && !playEnded; next = nextNotified()) {
            Handler handler = next;
            List<HostRun> meant = live(hosts).stream().filter(host -> host.takeNotification(handler)).toList();
            Map<String, String> doubts = run.foresight().doubts(handler, meant);
            run.foresight().doubt(doubts);
            steps(List.of(handler.step()), meant, true);
            run.foresight().resolve(doubts);
        }
        failed.forEach(HostRun::failAgain);
    }

    private @Nullable Handler nextNotified() {
        List<HostRun> live = live(hosts);
        for (Handler handler : play.handlers()) {
            if (live.stream().anyMatch(host -> host.isNotified(handler))) {
                return handler;
            }
        }
        return null;
    }

    private static List<HostRun> live(List<HostRun> among) {
        return in(HostRun.State.LIVE, among);
    }

    private static List<HostRun> in(HostRun.State state, List<HostRun> among) {
        return among.stream().filter(host -> host.state() == state).toList();
    }

    private static List<String> names(List<HostRun> hosts) {
        return hosts.stream().map(HostRun::name).toList();
    }
}
