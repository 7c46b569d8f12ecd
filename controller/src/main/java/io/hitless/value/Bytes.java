package io.hitless.value;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * Python's {@code bytes}: {@code !!binary} in YAML, or an encoded text. Never equal to a text, but a result of a
 * template is the text in UTF-8.
 */
public final class Bytes {
    private final byte[] content;

    public Bytes(byte[] content) {
        this.content = content.clone();
    }

    public byte[] content() {
        return content.clone();
    }

    public int size() {
        return content.length;
    }

    /** The byte at a place, as a number from 0 to 255. */
    public long at(int place) {
        return content[place] & 0xff;
    }

    /** The text in UTF-8; bytes that are none become replacement characters. */
    public String text() {
        return new String(content, StandardCharsets.UTF_8);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Bytes bytes && Arrays.equals(content, bytes.content);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(content);
    }

    /** The literal in Python: {@code b'a\xff'}. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder("b'");
        for (byte b : content) {
            switch (b) {
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\\', '\'' -> out.append('\\').append((char) b);
                default -> {
                    if (b >= 0x20 && b < 0x7f) {
                        out.append((char) b);
                    } else {
                        out.append("\\x").append(HexFormat.of().toHexDigits(b));
                    }
                }
            }
        }
        return out.append('\'').toString();
    }
}
