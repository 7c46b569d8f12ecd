package io.hitless.report.console;

import io.hitless.event.Outcome;
import io.hitless.report.DisplayText;
import io.hitless.report.Style;
import io.hitless.report.StyledLine;
import io.hitless.report.UnifiedDiff;
import java.io.PrintStream;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Prints lines, with or without colours. */
final class StyledPrinter {
    private static final int WIDTH = 79;

    private final PrintStream out;
    private final boolean colour;

    StyledPrinter(PrintStream out, boolean colour) {
        this.out = out;
        this.colour = colour;
    }

    void line(@Nullable Style style, String text) {
        out.println(painted(style, text));
    }

    /** The name and position of a step, as a heading. */
    String title(boolean handler, String name, String at) {
        return (handler ? "handler " : "") + placed(name, at);
    }

    String placed(String name, String at) {
        return DisplayText.text(name) + painted(Style.QUIET, "  " + DisplayText.text(at));
    }

    void diff(Outcome.Diff diff) {
        UnifiedDiff.of(diff).forEach(each -> line(UnifiedDiff.style(each), "    " + DisplayText.text(each)));
    }

    /** A host with its counts, as in a recap. */
    void host(String name, Style style, List<String> counts) {
        line(style, String.format("%-26s : %s", DisplayText.text(name), String.join(", ", counts)));
    }

    void lines(List<StyledLine> lines) {
        lines.forEach(line -> line(line.style(), line.text()));
    }

    void blank() {
        out.println();
    }

    /** A heading as in Ansible. */
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
