package io.hitless.haproxy.compare;

import io.hitless.haproxy.syntax.ConfigLine;
import java.util.ArrayList;
import java.util.List;

/** The lines that are only in one of two lists, in order. */
record LineDiff(List<ConfigLine> before, List<ConfigLine> after) {
    private static final int MOST_CELLS = 4_000_000;

    static LineDiff of(List<MeantLine> before, List<MeantLine> after) {
        int start = 0;
        while (start < Math.min(before.size(), after.size()) && same(before.get(start), after.get(start))) {
            start++;
        }
        int end = 0;
        while (end < Math.min(before.size(), after.size()) - start
                && same(before.get(before.size() - 1 - end), after.get(after.size() - 1 - end))) {
            end++;
        }
        return differing(before.subList(start, before.size() - end), after.subList(start, after.size() - end));
    }

    boolean isEmpty() {
        return before.isEmpty() && after.isEmpty();
    }

    private static boolean same(MeantLine one, MeantLine other) {
        return one.meaning().equals(other.meaning());
    }

    /** The longest common subsequence is not in the result, unless the lists are too long to find it. */
    private static LineDiff differing(List<MeantLine> before, List<MeantLine> after) {
        if ((long) before.size() * after.size() > MOST_CELLS) {
            return new LineDiff(
                    before.stream().map(MeantLine::line).toList(),
                    after.stream().map(MeantLine::line).toList());
        }
        int[][] common = new int[before.size() + 1][after.size() + 1];
        for (int i = before.size() - 1; i >= 0; i--) {
            for (int j = after.size() - 1; j >= 0; j--) {
                common[i][j] = same(before.get(i), after.get(j))
                        ? common[i + 1][j + 1] + 1
                        : Math.max(common[i + 1][j], common[i][j + 1]);
            }
        }
        List<ConfigLine> gone = new ArrayList<>();
        List<ConfigLine> added = new ArrayList<>();
        int i = 0;
        int j = 0;
        while (i < before.size() || j < after.size()) {
            if (i < before.size() && j < after.size() && same(before.get(i), after.get(j))) {
                i++;
                j++;
            } else if (j == after.size() || (i < before.size() && common[i + 1][j] >= common[i][j + 1])) {
                gone.add(before.get(i++).line());
            } else {
                added.add(after.get(j++).line());
            }
        }
        return new LineDiff(gone, added);
    }
}
