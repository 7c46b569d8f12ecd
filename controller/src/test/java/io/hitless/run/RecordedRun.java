package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.run.resume.RunHistory;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a journal would know of a run: how its tasks ended, and on which hosts its plays ran. */
public final class RecordedRun implements RunHistory {
    private final Map<String, Ended> tasks = new HashMap<>();
    private final Map<Integer, List<String>> plays = new HashMap<>();
    private final Set<String> included = new HashSet<>();

    /** Hosts that the run had locked. */
    public final Set<String> locked = new HashSet<>();

    /** Tasks of which only the start is known, by name. */
    public final Set<String> cutOff = new HashSet<>();

    private final Set<String> started = new HashSet<>();

    public RecordedRun(FakeRun run, String... cutOff) {
        this.cutOff.addAll(List.of(cutOff));
        run.events.forEach(this::record);
    }

    private void record(Event event) {
        switch (event) {
            case Event.PlayStarted play -> plays.put(play.number(), play.hosts());
            case Event.Included(var task, var _, var _, var hosts) ->
                hosts.forEach(host -> included.add(key(task.key(), host)));
            case Event.TaskEnded(var task, var host, var _, var _, var outcome, var _) -> {
                started.add(key(task.key(), host));
                if (!cutOff.contains(task.name())) {
                    tasks.put(key(task.key(), host), new Ended(null, outcome, Set.of()));
                }
            }
            default -> {}
        }
    }

    private static String key(String task, String host) {
        return task + " on " + host;
    }

    @Override
    public @Nullable Ended task(String key, String host) {
        return tasks.get(key(key, host));
    }

    @Override
    public boolean everStarted(String key, String host) {
        return started.contains(key(key, host));
    }

    @Override
    public boolean included(String key, String host) {
        return included.contains(key(key, host));
    }

    @Override
    public @Nullable List<String> hostsOf(int play) {
        return plays.get(play);
    }

    @Override
    public Set<String> locked() {
        return locked;
    }
}
