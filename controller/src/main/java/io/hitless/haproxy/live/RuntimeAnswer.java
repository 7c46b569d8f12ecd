package io.hitless.haproxy.live;

/**
 * What HAProxy answers to a command that did what it should. The host compares: {@code parts/haproxy_live.sh} of the
 * agent.
 */
public sealed interface RuntimeAnswer {
    /** The answer says nothing; blank lines do not count. */
    record Silence() implements RuntimeAnswer {}

    /** The answer has this text in it. */
    record Says(String text) implements RuntimeAnswer {}

    /** The answer depends on what was before: only the proof tells. */
    record Anything() implements RuntimeAnswer {}

    /**
     * The answer has this text in it, if not at once: while it has {@code until}, the command is to be repeated.
     *
     * @param until what HAProxy says as long as it is too early
     */
    record Eventually(String text, String until) implements RuntimeAnswer {}

    /** The answer has the number of a new version, which is to stand in later commands for {@link #PLACE}. */
    record NewVersion() implements RuntimeAnswer {
        /** Stands for the number in commands. */
        public static final String PLACE = "@{version}";
    }
}
