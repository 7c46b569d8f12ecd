package io.hitless.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.hitless.source.Printable;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;

/**
 * Filters all text that goes to a terminal or a file: {@link Printable#isHidden hidden} characters are spelled out. The
 * only control sequences that pass are the marks of {@link Style}, which nobody outside this process can produce.
 */
public final class CleanStream extends OutputStream {
    private static final int PIECE = 8192;

    private final OutputStream out;
    private final CharsetDecoder decoder = UTF_8.newDecoder()
            .onMalformedInput(CodingErrorAction.REPLACE)
            .onUnmappableCharacter(CodingErrorAction.REPLACE);
    private final CharBuffer chars = CharBuffer.allocate(PIECE);
    private final ByteBuffer bytes = ByteBuffer.allocate(PIECE);

    /** The beginning of a possible mark. */
    private final StringBuilder held = new StringBuilder();

    private CleanStream(OutputStream out) {
        this.out = out;
    }

    /** A stream for printing, in UTF-8 whatever the locale. */
    public static PrintStream printing(OutputStream out, boolean flushing) {
        return new PrintStream(new CleanStream(out), flushing, UTF_8);
    }

    @Override
    public void write(int one) throws IOException {
        write(new byte[] {(byte) one}, 0, 1);
    }

    @Override
    public void write(byte[] from, int start, int length) throws IOException {
        if (held.isEmpty() && bytes.position() == 0 && isPlain(from, start, length)) {
            out.write(from, start, length);
            return;
        }
        for (int done = 0; done < length; ) {
            int piece = Math.min(length - done, bytes.remaining());
            bytes.put(from, start + done, piece);
            done += piece;
            bytes.flip();
            decoder.decode(bytes, chars, false);
            bytes.compact(); // keeps an incomplete character
            chars.flip();
            String text = held + chars.toString();
            chars.clear();
            held.setLength(0);
            out.write(cleaned(text).getBytes(UTF_8));
        }
    }

    private static boolean isPlain(byte[] from, int start, int length) {
        for (int i = start; i < start + length; i++) {
            if ((from[i] < ' ' && from[i] != '\n' && from[i] != '\t') || from[i] == 0x7f) {
                return false;
            }
        }
        return true;
    }

    private String cleaned(String text) {
        StringBuilder clean = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            if (c == Style.ESCAPE && Style.mayBeMark(text, i)) {
                int end = Style.endOfMark(text, i);
                if (end < 0) {
                    held.append(text, i, text.length());
                    return clean.toString();
                }
                clean.append(Style.unmarked(text.substring(i, end)));
                i = end;
                continue;
            }
            if (Printable.isHidden(c)) {
                Printable.spell(c, clean);
            } else {
                clean.appendCodePoint(c);
            }
            i += Character.charCount(c);
        }
        return clean.toString();
    }

    @Override
    public void flush() throws IOException {
        out.flush();
    }

    @Override
    public void close() throws IOException {
        out.write(Printable.lines(held.toString()).getBytes(UTF_8)); // it was not a mark
        held.setLength(0);
        out.close();
    }
}
