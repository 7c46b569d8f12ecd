package io.hitless.agent;

import io.hitless.module.Json;
import java.io.IOException;
import java.io.InputStream;

/**
 * Limits on what a host may send. The controller's memory is shared by all hosts: a host that sends too much fails, and
 * other hosts are not affected.
 */
final class ReplyLimits {
    /** Bytes of one field to keep. The rest is read and dropped, and the result says so. */
    static final int FIELD = 1 << 20;

    /** Bytes of one reply to keep, over all of its fields. */
    static final long KEPT = 16 << 20;

    /** Bytes of one reply on the wire, including dropped ones. */
    static final long SENT = 1L << 30;

    /** Bytes of all replies of a run that a host has stored for a resume. */
    static final long RECALLED = 64 << 20;

    /** Records and table rows in one reply. */
    static final int VALUES = 100_000;

    /** Nested maps in the name of a value; its JSON may have as many levels again. */
    static final int DEPTH = Json.MAX_DEPTH;

    /** Bytes that a login profile or sudo may print before the agent starts. */
    static final int GREETING = 1 << 20;

    private long kept;
    private long sent;
    private int values;

    /**
     * Counts a record of the reply.
     *
     * @throws IOException if the reply exceeds a limit
     */
    void count(AgentRecord record) throws IOException {
        kept += record.text().length();
        sent += record.length();
        refuse(kept > KEPT, "an answer of more than " + (KEPT >> 20) + " MiB");
        refuse(sent > SENT, "more than " + (SENT >> 20) + " MiB in one answer");
        countValue();
    }

    /**
     * Reads and drops the rest of a command's output.
     *
     * @param before the number of bytes that were kept
     * @return the number of bytes dropped
     * @throws IOException if it exceeds the limit of a reply
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

    /** @param bytes of all replies so far */
    static void checkRecalled(long bytes) throws IOException {
        refuse(bytes > RECALLED, "more than " + (RECALLED >> 20) + " MiB of answers that it kept");
    }

    /** Counts a value that is not a record of its own: a row of a table. */
    void countValue() throws IOException {
        values++;
        refuse(values > VALUES, "an answer of more than " + VALUES + " values");
    }

    /** @param levels of a value: 1 for a string */
    static void checkDepth(int levels) throws IOException {
        refuse(levels > DEPTH, "a value of more than " + DEPTH + " levels");
    }

    private static void refuse(boolean beyond, String what) throws IOException {
        if (beyond) {
            throw new IOException("the host sent " + what);
        }
    }
}
