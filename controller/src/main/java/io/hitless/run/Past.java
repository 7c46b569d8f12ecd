package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run that was cut off. A run with a past is played again from its beginning; what the past knows the end of is not done
 * again but recalled, so variables, handlers and failed hosts come to be as they were, and the first thing it does not know is done for real.
 * A past knows nothing but what it says otherwise.
 */
public interface Past {
    /** How a task, or a turn of its loop, ended on a host. */
    record Ended(@Nullable String delegate, Outcome outcome) {}

    /** That of a new run: nothing. */
    Past NONE = new Past() {};

    /** How the task of this key ({@link io.hitless.event.TaskRef#key}) ended on the host, or null if that is not known. */
    default @Nullable Ended task(String key, String host) {
        return null;
    }

    /** The turns of its loop that ended, in order. */
    default List<Ended> turns(String key, String host) {
        return List.of();
    }

    /** Whether it was begun there: without an end, what became of it is to be asked of the host. */
    default boolean began(String key, String host) {
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

    /** The hosts of a play, counted from 1, in the order they were taken (which may have been shuffled); null if it had not begun. */
    default @Nullable List<String> hostsOf(int play) {
        return null;
    }

    /** The decision of this number, if it was made. */
    default Event.@Nullable Decision decision(int id) {
        return null;
    }
}
