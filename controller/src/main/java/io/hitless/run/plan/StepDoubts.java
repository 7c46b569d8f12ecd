package io.hitless.run.plan;

import io.hitless.playbook.Handler;
import io.hitless.run.host.HostRun;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Which hosts may not reach a step in a plan, because that depends on something unknown, and why. */
public final class StepDoubts {
    private final Map<String, Deque<String>> current = new ConcurrentHashMap<>();
    private final Map<String, String> forPlay = new ConcurrentHashMap<>();
    private final Map<String, String> forRun = new ConcurrentHashMap<>();
    private final Map<String, Map<Handler, String>> maybeNotified = new ConcurrentHashMap<>();

    /** Why the host may not reach the current step; null if it does. */
    public @Nullable String of(HostRun host) {
        Deque<String> reasons = current.get(host.name());
        if (reasons != null && !reasons.isEmpty()) {
            return reasons.getLast();
        }
        String lasting = forRun.get(host.name());
        return lasting != null ? lasting : forPlay.get(host.name());
    }

    /** These hosts may not reach the steps until {@link #leave}. */
    public void enter(Map<String, String> whyByHost) {
        whyByHost.forEach((host, why) ->
                current.computeIfAbsent(host, _ -> new ArrayDeque<>()).addLast(why));
    }

    public void leave(Map<String, String> whyByHost) {
        whyByHost
                .keySet()
                .forEach(host -> current.getOrDefault(host, new ArrayDeque<>()).pollLast());
    }

    public void forPlay(HostRun host, String why) {
        forPlay.putIfAbsent(host.name(), why);
    }

    public void forRun(HostRun host, String why) {
        forRun.putIfAbsent(host.name(), why);
    }

    void startPlay() {
        forPlay.clear();
        maybeNotified.clear();
    }

    /** @param why why the handler may not be notified; null: it is */
    void notified(HostRun host, Handler handler, @Nullable String why) {
        Map<Handler, String> maybe = maybeNotified.computeIfAbsent(host.name(), _ -> new IdentityHashMap<>());
        if (why == null) {
            maybe.remove(handler);
        } else if (!host.notifications().has(handler)) {
            maybe.put(handler, why);
        }
    }

    /** Removes and returns those of the hosts that may not have notified this handler, with the reasons. */
    public Map<String, String> ofHandler(Handler handler, List<HostRun> hosts) {
        Map<String, String> out = new LinkedHashMap<>();
        for (HostRun host : hosts) {
            Map<Handler, String> maybe = maybeNotified.get(host.name());
            String why = maybe == null ? null : maybe.remove(handler);
            if (why != null) {
                out.put(host.name(), why);
            }
        }
        return out;
    }
}
