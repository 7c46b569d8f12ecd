package io.hitless.template.filters;

import io.hitless.value.ComputeLimits;

/**
 * Where the writing of a YAML text stands: its column and its indentation, and whether a blank or a line end is still
 * wanted. Lays out as libyaml does, which Ansible writes with.
 */
final class YamlWriter {
    private static final int USUAL_WIDTH = 80;

    final int step;
    final int width;
    private final StringBuilder out = new StringBuilder();
    private int column;
    /** The column of the open block; below zero for none. */
    private int indent = -1;
    /** How many brackets are open. */
    private int brackets;

    private boolean afterBlank = true;
    private boolean atIndent = true;

    /** @param step by how much each level is indented */
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

    /** What was written last ends a word, which a mark has to keep off from. */
    void endsWord() {
        afterBlank = false;
        atIndent = false;
    }

    void inLine() {
        atIndent = false;
    }

    /** Opens a level; gives the one to {@link #leave} for. */
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
     * Writes a mark.
     *
     * @param apart whether a blank goes before it
     * @param blank whether it stands for a blank itself
     * @param indents whether what follows can be a block in the same line
     */
    void mark(String mark, boolean apart, boolean blank, boolean indents) {
        if (apart && !afterBlank) {
            put(' ');
        }
        text(mark);
        afterBlank = blank;
        atIndent &= indents;
    }

    /** Goes to the indentation of the open level, in a new line where need be. */
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

    /** Ends the line of a block's head. */
    void headEnd() {
        lineEnd();
        afterBlank = true;
    }

    void lineEnd() {
        out.append('\n');
        column = 0;
        atIndent = true;
    }

    /** A line end that is not the usual one. */
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
