package io.hitless.template.filters;

import io.hitless.value.ComputeLimits;

/**
 * The position in a YAML text that is being written: the column, the indentation, and whether a blank or a line end is
 * still needed. Formats as libyaml does, which Ansible uses.
 */
final class YamlWriter {
    private static final int USUAL_WIDTH = 80;

    final int step;
    final int width;
    private final StringBuilder out = new StringBuilder();
    private int column;
    /** The column of the open block; negative if there is none. */
    private int indent = -1;
    /** The number of open brackets. */
    private int brackets;

    private boolean afterBlank = true;
    private boolean atIndent = true;

    /** @param step the indentation of each level */
    YamlWriter(long step, long width) {
        this.step = step > 1 && step < 10 ? (int) step : 2;
        this.width =
                width < 0 ? Integer.MAX_VALUE : width <= this.step * 2L ? USUAL_WIDTH : (int) Math.min(width, 1 << 30);
    }

    boolean inBrackets() {
        return brackets > 0;
    }

    boolean isWide() {
        return column > width;
    }

    boolean atIndent() {
        return atIndent;
    }

    boolean afterBlank() {
        return afterBlank;
    }

    /** Records that the output ends in a word: an indicator that follows needs a blank. */
    void endsWord() {
        afterBlank = false;
        atIndent = false;
    }

    void inLine() {
        atIndent = false;
    }

    /** Opens a level. Returns the previous indentation, which {@link #leave} takes. */
    int enter(boolean inBrackets, boolean atParent) {
        int before = indent;
        if (indent < 0) {
            indent = inBrackets ? step : 0;
        } else if (!atParent) {
            indent += step;
        }
        return before;
    }

    void leave(int before) {
        indent = before;
    }

    void open(String mark) {
        mark(mark, true, true, false);
        brackets++;
    }

    void close(String mark) {
        brackets--;
        mark(mark, false, false, false);
    }

    /**
     * Writes an indicator such as {@code -} or {@code [}.
     *
     * @param apart whether a blank comes before it
     * @param blank whether the indicator itself counts as a blank
     * @param indents whether a block may follow on the same line
     */
    void mark(String mark, boolean apart, boolean blank, boolean indents) {
        if (apart && !afterBlank) {
            put(' ');
        }
        text(mark);
        afterBlank = blank;
        atIndent &= indents;
    }

    /** Moves to the indentation of the open level, on a new line if necessary. */
    void toIndent() {
        int wanted = Math.max(0, indent);
        if (!atIndent || column > wanted || (column == wanted && !afterBlank)) {
            lineEnd();
        }
        while (column < wanted) {
            put(' ');
        }
        afterBlank = true;
        atIndent = true;
    }

    /** Ends the line with the header of a block. */
    void headEnd() {
        lineEnd();
        afterBlank = true;
    }

    void lineEnd() {
        out.append('\n');
        column = 0;
        atIndent = true;
    }

    /** Writes a line end other than a line feed. */
    void otherLineEnd(int character) {
        put(character);
        column = 0;
        atIndent = true;
    }

    void put(int character) {
        out.appendCodePoint(character);
        column++;
        if ((column & 0xfff) == 0) {
            ComputeLimits.text(out.length());
        }
    }

    void text(String text) {
        text.codePoints().forEach(this::put);
    }

    @Override
    public String toString() {
        ComputeLimits.text(out.length());
        return out.toString();
    }
}
