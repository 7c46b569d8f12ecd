package io.hitless.report;

import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a sink writes on: lines, with colours or without. */
final class Paper {
    private static final int WIDTH = 79;

    private final PrintStream out;
    private final boolean colour;

    Paper(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    void line(@Nullable Style style, String text) {
        out.println(painted(style, text));
    }

    void lines(List<Line> lines) {
        lines.forEach(line -> line(line.style(), line.text()));
    }

    void blank() {
        out.println();
    }

    /** A heading, as Ansible writes them. */
    void banner(String text) {
        out.println();
        out.println(text + " " + "*".repeat(Math.max(3, WIDTH - text.length())));
    }

    String painted(@Nullable Style style, String text) {
        return colour && style != null ? style.paint(text) : text;
    }

    void flush() {
        out.flush();
    }
}
