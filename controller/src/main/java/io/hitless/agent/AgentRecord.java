package io.hitless.agent;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/**
 * A record that the agent sent.
 *
 * @param id of the call
 * @param type one letter; {@link CallResultBuilder} lists them, but for {@link #LIVE}
 * @param name of the field, or empty
 * @param text the value; bytes that are not UTF-8 are replaced. A piece of live output may end within a character, so
 *     it has one character for each byte
 * @param length the number of bytes that were sent
 * @param cut whether {@code text} was truncated
 */
record AgentRecord(int id, char type, String name, String text, long length, boolean cut) {
    /** The type of a piece of live output. */
    static final char LIVE = 'o';

    /** Makes each byte one character. */
    static final Charset BYTES = StandardCharsets.ISO_8859_1;
}
