package io.hitless.agent;

import io.hitless.module.Json;
import java.io.IOException;
import java.io.InputStream;

/**
 * How much a host may send. What a host sends is kept in the controller's memory, which other hosts share: a host that
 * sends more fails, and no other host notices. All such limits stand here.
 */
final class AnswerLimits {
    /** Bytes of one field that are kept. The rest is read and dropped, and the result says so. */
    static final int FIELD = 1 << 20;

    /** Bytes of one answer that are kept, over all of its fields. */
    static final long KEPT = 16 << 20;

    /** Bytes of one answer on the wire, with those that are dropped. */
    static final long SENT = 1L << 30;

    /** Bytes of all answers of a run that a host has kept, for a resume. */
    static final long RECALLED = 64 << 20;

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

    /**
     * Reads what is not kept of a command's output to its end.
     *
     * @param before how much of it was kept
     * @return how much was dropped
     * @throws IOException if it is beyond what an answer may have
     */
    static long drop(InputStream in, long before) throws IOException {
        byte[] buffer = new byte[1 << 16];
        long dropped = 0;
        for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
            dropped += n;
            refuse(before + dropped > SENT, "more than " + (SENT >> 20) + " MiB in one answer");
        }
        return dropped;
    }

    /** @param bytes of all answers that came so far */
    static void checkRecalled(long bytes) throws IOException {
        refuse(bytes > RECALLED, "more than " + (RECALLED >> 20) + " MiB of answers that it kept");
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
