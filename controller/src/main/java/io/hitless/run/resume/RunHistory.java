package io.hitless.run.resume;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run that was cut off. A resumed run is replayed from its start: tasks that the history knows are
 * not executed, but their results are used, which restores variables, notified handlers and failed hosts. The first
 * unknown task is executed. By default a history knows nothing.
 */
public interface RunHistory {
    /**
     * How a task, or an iteration of its loop, ended on a host.
     *
     * @param secrets the secrets that it used, if the vault password opens them
     */
    record Ended(@Nullable String delegate, Outcome outcome, Set<String> secrets) {}

    /** The history of a new run: empty. */
    RunHistory NONE = new RunHistory() {};

    /**
     * How the task of this key ({@link io.hitless.event.TaskRef#key}) ended on the host, or null if that is not known.
     */
    default @Nullable Ended task(String key, String host) {
        return null;
    }

    /** The iterations of its loop that succeeded, by index. */
    default Map<Integer, Ended> iterations(String key, String host) {
        return Map.of();
    }

    /** Whether it started there and has no known end. */
    default boolean started(String key, String host) {
        return false;
    }

    /**
     * Whether its end is not known, so that the host is asked. It may not have started, or the journal may have lost
     * its end.
     */
    default boolean isOutcomeUnknown(String key, String host) {
        return false;
    }

    /** The hosts that the run may have locked. */
    default Set<String> locked() {
        return Set.of();
    }

    /** Whether any task started on the host, even if it was rolled back since. */
    default boolean reached(String host) {
        return false;
    }

    /** Whether the task failed there before an earlier resume: a failure that the host remembers is that one. */
    default boolean failed(String key, String host) {
        return false;
    }

    /** Whether it ever started there, however it ended. */
    default boolean everStarted(String key, String host) {
        return false;
    }

    /** Whether the steps of an include were added for the host. */
    default boolean included(String key, String host) {
        return false;
    }

    /** The host that ran a {@code run_once} task, or null. */
    default @Nullable String actingHost(String key) {
        return null;
    }

    /**
     * The hosts of a play (its number counts from 1), in the order in which they ran ({@code order} may be
     * {@code shuffle}); null if it had not started.
     */
    default @Nullable List<String> hostsOf(int play) {
        return null;
    }

    /** The decision of this number, if it was made. */
    default Event.@Nullable Decision decision(int id) {
        return null;
    }
}
