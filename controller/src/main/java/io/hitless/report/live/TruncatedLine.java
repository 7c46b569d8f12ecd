package io.hitless.report.live;

import io.hitless.report.Style;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;
import org.jspecify.annotations.Nullable;

/** Builds one line of the view, truncated to a width. */
final class TruncatedLine {
    private final AttributedStringBuilder line = new AttributedStringBuilder();
    private final int width;
    private final String cut;

    TruncatedLine(int width, Glyphs glyphs) {
        this.width = width;
        this.cut = glyphs.cut();
    }

    TruncatedLine add(String text) {
        line.append(text, AttributedStyle.DEFAULT);
        return this;
    }

    TruncatedLine add(@Nullable Style style, String text) {
        line.append(text, of(style));
        return this;
    }

    /** The remaining columns. */
    int left() {
        return width - line.columnLength(null);
    }

    /** Pads up to a column. */
    TruncatedLine to(int column) {
        line.append(" ".repeat(Math.max(0, column - line.columnLength(null))), AttributedStyle.DEFAULT);
        return this;
    }

    /** The line; if it is too long, it is cut off and marked. */
    AttributedString done() {
        AttributedString whole = line.toAttributedString();
        if (whole.columnLength(null) <= width) {
            return whole;
        }
        int kept = Math.max(0, width - cut.length());
        return new AttributedStringBuilder()
                .append(whole.columnSubSequence(null, 0, kept))
                .append(cut.substring(0, width - kept), AttributedStyle.DEFAULT.faint())
                .toAttributedString();
    }

    private static AttributedStyle of(@Nullable Style style) {
        AttributedStyle plain = AttributedStyle.DEFAULT;
        return switch (style) {
            case null -> plain;
            case OK, ADDED -> plain.foreground(AttributedStyle.GREEN);
            case CHANGED -> plain.foreground(AttributedStyle.YELLOW);
            case FAILED, REMOVED -> plain.foreground(AttributedStyle.RED);
            case UNREACHABLE -> plain.foreground(AttributedStyle.RED).bold();
            case SKIPPED, HUNK -> plain.foreground(AttributedStyle.CYAN);
            case WARNING -> plain.foreground(AttributedStyle.MAGENTA).bold();
            case QUIET -> plain.faint();
            case HEADING -> plain.bold();
        };
    }
}
