package io.hitless.source;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A text that was read, with the name that errors show for it. Offsets count UTF-16 units from 0, lines and columns
 * from 1.
 */
public final class SourceFile {
    private final String name;
    private final String text;
    private final boolean secret;
    private final boolean foreign;
    private int @Nullable [] lineStarts;

    /**
     * Creates a file from a text that the operator typed or that is part of hitless, and not from a value: see
     * {@link TrustedText}.
     */
    public SourceFile(String name, String text) {
        this(name, text, false, false);
    }

    SourceFile(String name, String text, boolean secret, boolean foreign) {
        this.name = name;
        this.text = text;
        this.secret = secret;
        this.foreign = foreign;
    }

    /** Creates a file from a text that is data: nothing in it is ever evaluated. */
    public static SourceFile data(String name, String text) {
        return new SourceFile(name, text, false, true);
    }

    /** Returns the decrypted text of this file. Errors in it show the position, but none of the text. */
    public SourceFile decrypted(String plain) {
        return new SourceFile(name, plain, true, foreign);
    }

    public String name() {
        return name;
    }

    public String text() {
        return text;
    }

    /** Returns whether the file was decrypted. */
    public boolean isSecret() {
        return secret;
    }

    /** Returns whether the file came from a host; then it is data, and nothing in it is evaluated. */
    public boolean isForeign() {
        return foreign;
    }

    public int line(int offset) {
        int at = Arrays.binarySearch(lineStarts(), offset);
        return at >= 0 ? at + 1 : -at - 1;
    }

    public int column(int offset) {
        return offset - lineStarts()[line(offset) - 1] + 1;
    }

    /** Returns the text of a line, without its line end. */
    public String lineText(int line) {
        int[] starts = lineStarts();
        int end = line < starts.length ? starts[line] - 1 : text.length();
        if (end > starts[line - 1] && text.charAt(end - 1) == '\r') {
            end--;
        }
        return text.substring(starts[line - 1], end);
    }

    // Most files never have an error, so their lines are counted only when an error needs them.
    private int[] lineStarts() {
        int[] starts = lineStarts;
        if (starts == null) {
            starts = new int[(int) text.chars().filter(c -> c == '\n').count() + 1];
            int n = 1;
            for (int i = text.indexOf('\n'); i >= 0; i = text.indexOf('\n', i + 1)) {
                starts[n++] = i + 1;
            }
            lineStarts = starts;
        }
        return starts;
    }

    @Override
    public String toString() {
        return name;
    }
}
