package io.hitless.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.hitless.event.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A diff as unified lines, with three lines around each change. */
public final class UnifiedDiff {
    private static final int CONTEXT = 3;

    private UnifiedDiff() {}

    /** The lines with their headers, and a note where the last line has no end; empty if nothing differs. */
    public static List<String> of(Outcome.Diff diff) {
        List<String> before = lines(diff.before());
        List<String> after = lines(diff.after());
        List<String> out = new ArrayList<>(UnifiedDiffUtils.generateUnifiedDiff(
                "before: " + diff.label(), "after: " + diff.label(), before, DiffUtils.diff(before, after), CONTEXT));
        if (!out.isEmpty() && !diff.after().isEmpty() && !diff.after().endsWith("\n")) {
            out.add("\\ No newline at end of file");
        }
        return out;
    }

    /** The colour of a line of a diff; null for one that did not change. */
    public static @Nullable Style style(String line) {
        return switch (line.isEmpty() ? ' ' : line.charAt(0)) {
            case '+' -> Style.ADDED;
            case '-' -> Style.REMOVED;
            case '@' -> Style.HUNK;
            default -> null;
        };
    }

    private static List<String> lines(String text) {
        if (text.isEmpty()) {
            return List.of();
        }
        List<String> lines = Arrays.asList(text.split("\n", -1));
        return text.endsWith("\n") ? lines.subList(0, lines.size() - 1) : lines;
    }
}
