package io.hitless.agent;

import java.io.BufferedInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * Reads the agent's records from the channel: a header line {@code ID TYPE LENGTH NAME}, LENGTH bytes, a newline.
 * Anything else ends the session, because what follows can't be trusted.
 */
final class RecordReader {
    private static final int LONGEST_HEADER = 4096;

    private final InputStream in;
    private final byte[] line = new byte[LONGEST_HEADER];

    RecordReader(InputStream in) {
        this.in = new BufferedInputStream(in, 1 << 16);
    }

    /**
     * Skips what a login profile or sudo prints, up to a line that contains {@code mark}.
     *
     * @return the rest of that line
     * @throws EOFException if the channel ends before
     * @throws IOException if there is too much before it
     */
    String skipTo(String mark) throws IOException {
        skip(in, mark);
        return new String(line, 0, readLine(), StandardCharsets.UTF_8);
    }

    /**
     * Reads up to and including {@code mark}, and not a byte more. The first character of the mark must not occur in it
     * again.
     *
     * @throws EOFException if the stream ends before
     * @throws IOException if there are more than {@link ReplyLimits#GREETING} bytes before it
     */
    static void skip(InputStream in, String mark) throws IOException {
        byte[] wanted = mark.getBytes(StandardCharsets.US_ASCII);
        int matched = 0;
        for (int read = 0; matched < wanted.length; read++) {
            if (read > ReplyLimits.GREETING) {
                throw new IOException(
                        "the host printed more than " + (ReplyLimits.GREETING >> 20) + " MiB before the agent started");
            }
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            matched = b == wanted[matched] ? matched + 1 : b == wanted[0] ? 1 : 0;
        }
    }

    /**
     * The next record.
     *
     * @throws EOFException if the channel ends
     * @throws IOException if it is not a record
     */
    AgentRecord next() throws IOException {
        int end = readLine();
        int first = blank(0, end);
        int second = blank(first + 1, end);
        int third = blank(second + 1, end);
        if (second != first + 2) {
            throw malformed(end);
        }
        long id = number(0, first, end);
        long length = number(second + 1, third, end);
        if (length > ReplyLimits.SENT) {
            throw new IOException("the host announced a field of " + length + " bytes");
        }
        String name = new String(line, third + 1, end - third - 1, StandardCharsets.UTF_8);
        byte[] bytes = in.readNBytes((int) Math.min(length, ReplyLimits.FIELD));
        if (bytes.length < Math.min(length, ReplyLimits.FIELD)) {
            throw new EOFException();
        }
        if (length > ReplyLimits.FIELD) {
            in.skipNBytes(length - ReplyLimits.FIELD);
        }
        int newline = in.read();
        if (newline < 0) {
            throw new EOFException();
        }
        if (newline != '\n' || id > Integer.MAX_VALUE) {
            throw malformed(end);
        }
        return new AgentRecord(
                (int) id,
                (char) line[first + 1],
                name,
                new String(bytes, line[first + 1] == AgentRecord.LIVE ? AgentRecord.BYTES : StandardCharsets.UTF_8),
                length,
                bytes.length < length);
    }

    private int readLine() throws IOException {
        for (int n = 0; n < line.length; n++) {
            int b = in.read();
            if (b < 0) {
                throw new EOFException();
            }
            if (b == '\n') {
                return n;
            }
            line[n] = (byte) b;
        }
        throw malformed(line.length);
    }

    private int blank(int from, int end) throws IOException {
        for (int i = from; i < end; i++) {
            if (line[i] == ' ') {
                return i;
            }
        }
        throw malformed(end);
    }

    private long number(int from, int to, int end) throws IOException {
        long number = 0;
        for (int i = from; i < to; i++) {
            if (line[i] < '0' || line[i] > '9' || number > Long.MAX_VALUE / 100) {
                throw malformed(end);
            }
            number = number * 10 + line[i] - '0';
        }
        if (from == to) {
            throw malformed(end);
        }
        return number;
    }

    private IOException malformed(int end) {
        return new IOException("the agent sent what is not a record: "
                + new String(line, 0, Math.min(end, 200), StandardCharsets.UTF_8).strip());
    }
}
