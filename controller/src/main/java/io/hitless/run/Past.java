package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a run that was cut off. A run with a past is played again from its beginning; what the past knows the end of is not done
 * again but recalled, so variables, handlers and failed hosts come to be as they were, and the first thing it does not know is done for real.
 */
public interface Past {
    /** How a task, or a turn of its loop, ended on a host. */
    record Ended(@Nullable String delegate, Outcome outcome) {}

    /** That of a new run. */
    Past NONE = new Past() {
        @Override
        public @Nullable Ended task(String key, String host) {
            return null;
        }

        @Override
        public Map<Integer, Ended> turns(String key, String host) {
            return Map.of();
        }

        @Override
        public boolean began(String key, String host) {
            return false;
        }

        @Override
        public boolean isOpen(String key, String host) {
            return false;
        }

        @Override
        public boolean failed(String key, String host) {
            return false;
        }

        @Override
        public Set<String> locked() {
            return Set.of();
        }

        @Override
        public boolean cameTo(String host) {
            return false;
        }

        @Override
        public @Nullable String actedFor(String key) {
            return null;
        }

        @Override
        public boolean tried(String key, String host) {
            return false;
        }

        @Override
        public boolean included(String key, String host) {
            return false;
        }

        @Override
        public @Nullable List<String> hostsOf(int play) {
            return null;
        }

        @Override
        public Event.@Nullable Decision decision(int id) {
            return null;
        }
    };

    /** How the task of this key ({@link io.hitless.event.TaskRef#key}) ended on the host, or null if that is not known. */
    @Nullable Ended task(String key, String host);

    /** The turns of its loop that ended well, by their number from 0. */
    Map<Integer, Ended> turns(String key, String host);

    /** Whether it was begun there, and has no end. */
    boolean began(String key, String host);

    /** Whether its end is not known: it may not have been begun there, but the journal may have lost it, so the host is asked. */
    boolean isOpen(String key, String host);

    /** The hosts that the run may have locked. */
    Set<String> locked();

    /** Whether anything was ever begun on the host, also if that was put back since. */
    boolean cameTo(String host);

    /** Whether an earlier leg of the run ended it there with a failure: an answer that says so is the one that is known. */
    boolean failed(String key, String host);

    /** Whether it was ever begun there, however it ended. */
    boolean tried(String key, String host);

    /** Whether the steps of an include were taken in for the host. */
    boolean included(String key, String host);

    /** Which host acted in a task that runs once for all, or null. */
    @Nullable String actedFor(String key);

    /** The hosts of a play, counted from 1, in the order they were taken (which may have been shuffled); null if it had not begun. */
    @Nullable List<String> hostsOf(int play);

    /** The decision of this number, if it was made. */
    Event.@Nullable Decision decision(int id);
}
