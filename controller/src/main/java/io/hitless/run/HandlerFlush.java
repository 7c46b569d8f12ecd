package io.hitless.run;

import io.hitless.playbook.Handler;
import io.hitless.run.host.HostRun;
import io.hitless.run.task.TaskEnvironment;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Runs the pending handlers, each once, in the order in which they are written. A handler that another one notifies
 * runs in the same flush only if it is written after that one.
 */
final class HandlerFlush {
    private final RunningPlay play;
    private final TaskEnvironment run;
    private final List<HostRun> hosts;
    private final Steps steps;
    private final Map<HostRun, Handler> failedAt = new HashMap<>();

    /** Executes handlers. */
    interface Steps {
        /** Runs the handler's step on these hosts, even if a host has ended the handler's role. */
        void handle(Handler handler, List<HostRun> meant) throws InterruptedException;

        boolean hasEnded();
    }

    /** @param hosts hosts that run each step together */
    HandlerFlush(RunningPlay play, TaskEnvironment run, List<HostRun> hosts, Steps steps) {
        this.play = play;
        this.run = run;
        this.hosts = hosts;
        this.steps = steps;
    }

    void carryOut() throws InterruptedException {
        int at = -1;
        for (Handler next = next(at); next != null && !steps.hasEnded(); next = next(at)) {
            Handler handler = next;
            at = position(next);
            List<HostRun> meant = live().stream()
                    .filter(host -> waits(host, handler) && host.notifications().take(handler))
                    .toList();
            Map<String, String> doubts = run.plan().doubts().ofHandler(handler, meant);
            run.plan().doubts().enter(doubts);
            steps.handle(handler, meant);
            run.plan().doubts().leave(doubts);
            meant.stream().filter(host -> !host.isLive()).forEach(host -> failedAt.put(host, handler));
        }
        failedAt.keySet().removeIf(HostRun::isLive);
    }

    // As in Ansible, after a handler has failed, the next flush continues after it, and the following one starts from
    // the beginning again.
    private boolean waits(HostRun host, Handler handler) {
        Handler failed = failedAt.get(host);
        return host.notifications().has(handler) && (failed == null || position(handler) > position(failed));
    }

    /**
     * Returns the next pending handler after position {@code last}, or null. As in Ansible, an earlier handler that a
     * later one notifies stays pending until the next flush.
     */
    private @Nullable Handler next(int last) {
        List<HostRun> live = live();
        List<Handler> all = handlers();
        for (Handler handler : all.subList(Math.min(last + 1, all.size()), all.size())) {
            if (live.stream().anyMatch(host -> waits(host, handler))) {
                return handler;
            }
        }
        return null;
    }

    private int position(Handler handler) {
        return handlers().indexOf(handler);
    }

    private List<Handler> handlers() {
        return play.handlers(hosts.getFirst().name());
    }

    private List<HostRun> live() {
        return hosts.stream().filter(HostRun::isLive).toList();
    }
}
