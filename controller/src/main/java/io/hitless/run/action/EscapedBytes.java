package io.hitless.run.action;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Decodes the escapes of Python's byte literals, such as {@code \n} and {@code \x2d}. An unknown escape stays. */
@SuppressWarnings("ArrayRecordComponent") // never compared, never changed
record EscapedBytes(byte[] bytes) {
    private static final String PLAIN = "\\'\"abfnrtv";
    private static final String MEANT = "\\'\"\u0007\b\f\n\r\t\u000b";

    static EscapedBytes of(String text) {
        return new EscapedBytes(text.getBytes(StandardCharsets.UTF_8));
    }

    void writeTo(ByteArrayOutputStream out) {
        out.writeBytes(bytes);
    }

    /** @throws UserError if an escape is not complete */
    EscapedBytes decoded(Span span) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        int i = 0;
        while (i < bytes.length) {
            i = bytes[i] == '\\' ? escape(i, out, span) : plain(i, out);
        }
        return new EscapedBytes(out.toByteArray());
    }

    private int plain(int i, ByteArrayOutputStream out) {
        out.write(bytes[i]);
        return i + 1;
    }

    /** @return the index after the escape */
    private int escape(int at, ByteArrayOutputStream out, Span span) {
        if (at + 1 == bytes.length) {
            throw new UserError(span, "'delimiter' ends with a backslash", "write \\\\ for a backslash");
        }
        byte what = bytes[at + 1];
        int meant = PLAIN.indexOf(what);
        if (meant >= 0) {
            out.write(MEANT.charAt(meant));
            return at + 2;
        }
        if (what == '\n') {
            return at + 2;
        }
        if (what == 'x') {
            return number(at + 2, 2, 16, out, span);
        }
        if (what >= '0' && what <= '7') {
            return number(at + 1, 3, 8, out, span);
        }
        out.write('\\');
        out.write(what);
        return at + 2;
    }

    private int number(int from, int most, int radix, ByteArrayOutputStream out, Span span) {
        int end = from;
        while (end < bytes.length && end < from + most && Character.digit(bytes[end], radix) >= 0) {
            end++;
        }
        if (radix == 16 && end < from + most) {
            throw new UserError(span, "'delimiter' has \\x without two hexadecimal digits");
        }
        out.write(Integer.parseInt(new String(bytes, from, end - from, StandardCharsets.US_ASCII), radix));
        return end;
    }
}
