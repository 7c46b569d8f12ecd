package io.hitless.run.resume;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The recorded history of an interrupted run. A resumed run is replayed from its start: tasks in the history are not
 * executed, but their results are used, which restores variables, notified handlers and failed hosts. The first task
 * without a recorded result is executed. By default a history is empty.
 */
public interface RunHistory {
    /**
     * The end of a task, or of an iteration of its loop, on a host.
     *
     * @param secrets the secrets that the task used, if the vault password decrypts them
     */
    record Ended(@Nullable String delegate, Outcome outcome, Set<String> secrets) {}

    /** The history of a new run: empty. */
    RunHistory NONE = new RunHistory() {};

    /**
     * Returns how the task with this key ({@link io.hitless.event.TaskRef#key}) ended on the host, or null if that is
     * unknown.
     */
    default @Nullable Ended task(String key, String host) {
        return null;
    }

    /** Returns the iterations of the task's loop that succeeded, by index. */
    default Map<Integer, Ended> iterations(String key, String host) {
        return Map.of();
    }

    /** Returns whether the task started on the host and has no recorded end. */
    default boolean started(String key, String host) {
        return false;
    }

    /**
     * Returns whether the task has no recorded end, so that the host must be asked. Either it did not start, or the
     * journal lost its end.
     */
    default boolean isOutcomeUnknown(String key, String host) {
        return false;
    }

    /** Returns the hosts that the run may have locked. */
    default Set<String> locked() {
        return Set.of();
    }

    /** Returns whether any task started on the host, even if the host was rolled back since. */
    default boolean reached(String host) {
        return false;
    }

    /**
     * Returns whether the task failed on the host before an earlier resume. A failure that the host has stored is that
     * one.
     */
    default boolean failed(String key, String host) {
        return false;
    }

    /** Returns whether the task ever started on the host, however it ended. */
    default boolean everStarted(String key, String host) {
        return false;
    }

    /** Returns whether the task's end was recorded before this process took part in the run. */
    default boolean isPast(String key, String host) {
        return task(key, host) != null || included(key, host);
    }

    /**
     * Returns whether the task ended since the process that leads the run began to, so that its time counts for the
     * host's limit. A resumed run gives each host its full time again.
     */
    default boolean isOfThisLeg(String key, String host) {
        return false;
    }

    /** Returns whether the steps of an include were added for the host. */
    default boolean included(String key, String host) {
        return false;
    }

    /** Returns the host that ran a {@code run_once} task, or null. */
    default @Nullable String actingHost(String key) {
        return null;
    }

    /**
     * Returns the hosts of a play in the order in which they ran ({@code order} may be {@code shuffle}); null if the
     * play did not start.
     *
     * @param play the number of the play, from 1
     */
    default @Nullable List<String> hostsOf(int play) {
        return null;
    }

    /** Returns the decision with this number, or null if it was not made. */
    default Event.@Nullable Decision decision(int id) {
        return null;
    }

    /** Returns whether several processes execute this run. */
    default boolean isShared() {
        return false;
    }

    /** Returns whether this process leads the run: it starts plays and batches, and makes the decisions. */
    default boolean leads() {
        return true;
    }

    /** Returns whether another process of this run executes the host's tasks, or will. */
    default boolean isElsewhere(String host) {
        return false;
    }

    /**
     * Waits until a task has ended on a host that is {@link #isElsewhere elsewhere}. Returns null if this process has
     * to execute it: at once for a host of its own, or when it takes the host over.
     */
    default @Nullable Ended awaitTask(String key, String host) throws InterruptedException {
        return task(key, host);
    }

    /** Returns what another process reported of a task while this one waited for it, once. */
    default List<Event> reports(String key, String host) {
        return List.of();
    }

    /** Like {@link #hostsOf}, but waits for the process that leads. */
    default @Nullable List<String> awaitHostsOf(int play) throws InterruptedException {
        return hostsOf(play);
    }

    /** Waits until the process that leads has started a batch. */
    default void awaitBatch(int play, int batch) throws InterruptedException {
        // this process leads
    }

    /** Like {@link #decision}, but waits for the process that leads. */
    default Event.@Nullable Decision awaitDecision(int id) throws InterruptedException {
        return decision(id);
    }

    /** Returns whether a batch has started. */
    default boolean hasBatch(int play, int batch) {
        return false;
    }
}
