package io.hitless.report;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.hitless.event.Outcome;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A diff in unified format. */
public final class UnifiedDiff {
    /** The default number of lines around each change. */
    public static final int CONTEXT = 3;

    private static final String NO_LINE_END = "\\ No newline at end of file";

    private UnifiedDiff() {}

    /** The lines with headers, and a note if the last line has no line end; empty if nothing differs. */
    public static List<String> of(Outcome.Diff diff) {
        return of(diff, CONTEXT);
    }

    /** @param context the number of lines around each change */
    public static List<String> of(Outcome.Diff diff, int context) {
        List<String> before = lines(diff.before());
        List<String> after = lines(diff.after());
        List<String> out = new ArrayList<>(UnifiedDiffUtils.generateUnifiedDiff(
                diff.before().isEmpty() && !diff.label().endsWith(")") ? "before" : "before: " + diff.label(),
                "after: " + diff.label(),
                before,
                DiffUtils.diff(before, after),
                context));
        out.replaceAll(line -> line.startsWith("@@ ") ? line.replaceAll(",1(?= )", "") : line);
        if (!out.isEmpty() && !diff.before().isEmpty() && !diff.before().endsWith("\n") && loses(before, after)) {
            int removed = out.size() - 1;
            while (!out.get(removed).startsWith("-")) {
                removed--;
            }
            out.add(removed + 1, NO_LINE_END);
        }
        if (!out.isEmpty() && !diff.after().isEmpty() && !diff.after().endsWith("\n")) {
            out.add(NO_LINE_END);
        }
        return out;
    }

    /** Whether the last line before the change is not the last line after it. */
    private static boolean loses(List<String> before, List<String> after) {
        return after.isEmpty() || !before.getLast().equals(after.getLast());
    }

    /** The colour of a diff line; null if the line did not change. */
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
