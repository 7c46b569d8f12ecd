package io.hitless.agent;

import io.hitless.module.Json;
import java.io.IOException;

/**
 * How much a host may send. What a host sends is kept in the controller's memory, which other hosts share: a host that sends more fails, and
 * no other host notices. All such limits stand here.
 */
final class AnswerLimits {
    /** Bytes of one field that are kept. The rest is read and dropped, and the result says so. */
    static final int FIELD = 1 << 20;

    /** Bytes of one answer that are kept, over all of its fields. */
    static final long KEPT = 16 << 20;

    /** Bytes of one answer on the wire, with those that are dropped. */
    static final long SENT = 1L << 30;

    /** Records and rows of tables in one answer. */
    static final int VALUES = 100_000;

    /** Levels of maps in the name of a value; its JSON may have as many again. */
    static final int DEPTH = Json.MAX_DEPTH;

    /** Bytes that a login profile or sudo may print before the agent begins. */
    static final int GREETING = 1 << 20;

    private long kept;
    private long sent;
    private int values;

    /**
     * Counts a record of the answer.
     *
     * @throws IOException if the answer is beyond a limit
     */
    void count(AgentRecord record) throws IOException {
        kept += record.text().length();
        sent += record.length();
        refuse(kept > KEPT, "an answer of more than " + (KEPT >> 20) + " MiB");
        refuse(sent > SENT, "more than " + (SENT >> 20) + " MiB in one answer");
        countValue();
    }

    /** Counts a value that is not a record of its own: a row of a table. */
    void countValue() throws IOException {
        values++;
        refuse(values > VALUES, "an answer of more than " + VALUES + " values");
    }

    /** @param levels of a value: 1 for a text */
    static void checkDepth(int levels) throws IOException {
        refuse(levels > DEPTH, "a value of more than " + DEPTH + " levels");
    }

    private static void refuse(boolean beyond, String what) throws IOException {
        if (beyond) {
            throw new IOException("the host sent " + what);
        }
    }
}
