package io.hitless.haproxy.live;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What HAProxy answers to a command that did what it should. */
public sealed interface RuntimeAnswer {
    /** Returns whether a reply is this answer. */
    boolean isGivenBy(String reply);

    /** The answer says nothing; blank lines do not count. */
    record Silence() implements RuntimeAnswer {
        @Override
        public boolean isGivenBy(String reply) {
            return reply.isBlank();
        }
    }

    /** The answer has this text in it. */
    record Says(String text) implements RuntimeAnswer {
        @Override
        public boolean isGivenBy(String reply) {
            return reply.contains(text);
        }
    }

    /** The answer depends on what was before: only the proof tells. */
    record Anything() implements RuntimeAnswer {
        @Override
        public boolean isGivenBy(String reply) {
            return true;
        }
    }

    /**
     * The answer has this text in it, if not at once: while it has {@code until}, the command is to be repeated.
     *
     * @param until what HAProxy says as long as it is too early
     */
    record Eventually(String text, String until) implements RuntimeAnswer {
        @Override
        public boolean isGivenBy(String reply) {
            return reply.contains(text);
        }

        public boolean isTooEarly(String reply) {
            return reply.contains(until);
        }
    }

    /** The answer has the number of a new version, which is to stand in later commands for {@link #PLACE}. */
    record NewVersion() implements RuntimeAnswer {
        /** Stands for the number in commands. */
        public static final String PLACE = "@{version}";

        private static final Pattern CREATED = Pattern.compile("New version created: (\\d+)\\s*");

        @Override
        public boolean isGivenBy(String reply) {
            return CREATED.matcher(reply).matches();
        }

        /** Returns the number as commands take it, such as {@code @3}. */
        public String number(String reply) {
            Matcher matcher = CREATED.matcher(reply);
            return matcher.matches() ? "@" + matcher.group(1) : PLACE;
        }
    }
}
