package io.hitless.run.resume;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run that was cut off. A run with a past is played again from its beginning; what the past knows
 * the end of is not done again but recalled, so variables, handlers and failed hosts come to be as they were, and the
 * first thing it does not know is done for real. A past knows nothing but what it says otherwise.
 */
public interface RunHistory {
    /**
     * How a task, or a turn of its loop, ended on a host.
     *
     * @param secrets what went into it, as far as the vault password opens that
     */
    record Ended(@Nullable String delegate, Outcome outcome, Set<String> secrets) {}

    /** That of a new run: nothing. */
    RunHistory NONE = new RunHistory() {};

    /**
     * How the task of this key ({@link io.hitless.event.TaskRef#key}) ended on the host, or null if that is not known.
     */
    default @Nullable Ended task(String key, String host) {
        return null;
    }

    /** The turns of its loop that ended well, by their number from 0. */
    default Map<Integer, Ended> turns(String key, String host) {
        return Map.of();
    }

    /** Whether it was begun there, and has no end. */
    default boolean began(String key, String host) {
        return false;
    }

    /**
     * Whether its end is not known: it may not have been begun there, but the journal may have lost it, so the host is
     * asked.
     */
    default boolean isOpen(String key, String host) {
        return false;
    }

    /** The hosts that the run may have locked. */
    default Set<String> locked() {
        return Set.of();
    }

    /** Whether anything was ever begun on the host, also if that was put back since. */
    default boolean cameTo(String host) {
        return false;
    }

    /**
     * Whether an earlier leg of the run ended it there with a failure: an answer that says so is the one that is known.
     */
    default boolean failed(String key, String host) {
        return false;
    }

    /** Whether it was ever begun there, however it ended. */
    default boolean tried(String key, String host) {
        return false;
    }

    /** Whether the steps of an include were taken in for the host. */
    default boolean included(String key, String host) {
        return false;
    }

    /** Which host acted in a task that runs once for all, or null. */
    default @Nullable String actedFor(String key) {
        return null;
    }

    /**
     * The hosts of a play, counted from 1, in the order they were taken (which may have been shuffled); null if it had
     * not started.
     */
    default @Nullable List<String> hostsOf(int play) {
        return null;
    }

    /** The decision of this number, if it was made. */
    default Event.@Nullable Decision decision(int id) {
        return null;
    }
}
