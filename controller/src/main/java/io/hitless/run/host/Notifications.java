package io.hitless.run.host;

import io.hitless.playbook.Handler;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The handlers that tasks of a host have notified: those that wait, and all of the run. */
public final class Notifications {
    private final Set<Handler> waiting = identitySet();
    private final Map<NotifiedPlay, Set<Handler>> inRun = new LinkedHashMap<>();

    private static Set<Handler> identitySet() {
        return Collections.newSetFromMap(new IdentityHashMap<>());
    }

    void startPlay() {
        waiting.clear();
    }

    /** Removes all notifications, since the host is in its state before the run again. */
    void clear() {
        waiting.clear();
        inRun.clear();
    }

    /** Whether the handler was not notified already. */
    public boolean add(Handler handler, NotifiedPlay play) {
        inRun.computeIfAbsent(play, _ -> identitySet()).add(handler);
        return waiting.add(handler);
    }

    /** All handlers that were notified during the run, by play. */
    public Map<NotifiedPlay, Set<Handler>> inRun() {
        return inRun;
    }

    /** If one of these handlers waits, another one waits in its place. */
    public void replace(List<Handler> before, Handler handler) {
        if (waiting.removeAll(before)) {
            waiting.add(handler);
        }
    }

    public boolean has(Handler handler) {
        return waiting.contains(handler);
    }

    /**
     * Removes a notification.
     *
     * @return whether there was one
     */
    public boolean take(Handler handler) {
        return waiting.remove(handler);
    }
}
