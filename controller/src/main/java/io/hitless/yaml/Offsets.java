package io.hitless.yaml;

import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import org.yaml.snakeyaml.error.Mark;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Converts SnakeYAML's positions, which count code points, to those of a {@link SourceFile}, which count UTF-16 units.
 */
final class Offsets {
    private final SourceFile file;
    private final String text;
    private final boolean oneUnitEach;
    private int knownPoint;
    private int knownOffset;

    Offsets(SourceFile file) {
        this.file = file;
        this.text = file.text();
        this.oneUnitEach = text.chars().noneMatch(c -> Character.isSurrogate((char) c));
    }

    SourceFile file() {
        return file;
    }

    String text() {
        return text;
    }

    int offset(Mark mark) {
        return offset(mark.getIndex());
    }

    // Nodes are usually requested in the order of the text, so counting continues at the last position.
    int offset(int codePoint) {
        if (oneUnitEach) {
            return Math.min(codePoint, text.length());
        }
        knownOffset = text.offsetByCodePoints(knownOffset, codePoint - knownPoint);
        knownPoint = codePoint;
        return knownOffset;
    }

    /** The span of the node itself, without its anchor and tag. */
    Span span(Node node) {
        int end = offset(node.getEndMark());
        int start = Math.min(afterProperties(offset(node.getStartMark()), end), end);
        return new Span(file, start, end);
    }

    Span properties(Node node) {
        int start = offset(node.getStartMark());
        int end = start;
        while (end < text.length() && !isBlank(text.charAt(end))) {
            end++;
        }
        return new Span(file, start, end);
    }

    private int afterProperties(int start, int end) {
        int at = start;
        while (at < end && (text.charAt(at) == '!' || text.charAt(at) == '&')) {
            while (at < end && !isBlank(text.charAt(at)) && text.charAt(at) != ',') {
                at++;
            }
            while (at < end && (isBlank(text.charAt(at)) || text.charAt(at) == '#')) {
                at = text.charAt(at) == '#' ? endOfLine(at) : at + 1;
            }
        }
        return at;
    }

    private int endOfLine(int at) {
        int end = text.indexOf('\n', at);
        return end < 0 ? text.length() : end;
    }

    static boolean isBlank(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }
}
