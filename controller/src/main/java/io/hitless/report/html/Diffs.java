package io.hitless.report.html;

import io.hitless.event.Outcome;
import io.hitless.report.UnifiedDiff;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Diffs in unified format, each stored once for all hosts that have it. */
final class Diffs {
    private static final int LINES = 2_000;

    private final List<Lines> all = new ArrayList<>();
    private final Map<Outcome.Diff, Integer> known = new HashMap<>();

    /** @param cut how many lines were left out */
    record Lines(String label, List<String> lines, int cut) {}

    /** The numbers of the given diffs, without empty ones. */
    List<Integer> of(List<Outcome.Diff> diffs) {
        List<Integer> out = new ArrayList<>();
        for (Outcome.Diff diff : diffs) {
            int number = known.computeIfAbsent(diff, this::add);
            if (number >= 0) {
                out.add(number);
            }
        }
        return out;
    }

    private int add(Outcome.Diff diff) {
        List<String> lines = UnifiedDiff.of(diff);
        if (lines.isEmpty()) {
            return -1;
        }
        List<String> hunks = lines.subList(2, lines.size()); // the first two lines repeat the label
        all.add(new Lines(
                VisibleText.text(diff.label()),
                hunks.stream().limit(LINES).map(VisibleText::text).toList(),
                Math.max(0, hunks.size() - LINES)));
        return all.size() - 1;
    }

    List<Lines> all() {
        return all;
    }
}
