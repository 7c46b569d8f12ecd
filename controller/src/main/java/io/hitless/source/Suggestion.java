package io.hitless.source;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** "did you mean": the nearest of the names that exist. */
public final class Suggestion {
    private Suggestion() {}

    /** A hint naming the candidate within a third of the word's length in edits (at least one), or null. */
    public static @Nullable String didYouMean(String word, Collection<String> candidates) {
        int limit = Math.max(1, word.length() / 3);
        return candidates.stream()
                .filter(c -> distance(word, c) <= limit)
                .min(Comparator.<String>comparingInt(c -> distance(word, c)).thenComparing(Comparator.naturalOrder()))
                .map(c -> "did you mean '" + c + "'?")
                .orElse(null);
    }

    // Optimal string alignment: Levenshtein plus the swap of neighbours, the commonest slip of a hand.
    private static int distance(String a, String b) {
        int[][] d = new int[a.length() + 1][b.length() + 1];
        for (int i = 0; i <= a.length(); i++) {
            for (int j = 0; j <= b.length(); j++) {
                if (i == 0 || j == 0) {
                    d[i][j] = i + j;
                    continue;
                }
                int change = a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1;
                d[i][j] = Math.min(Math.min(d[i - 1][j], d[i][j - 1]) + 1, d[i - 1][j - 1] + change);
                if (i > 1 && j > 1 && a.charAt(i - 1) == b.charAt(j - 2) && a.charAt(i - 2) == b.charAt(j - 1)) {
                    d[i][j] = Math.min(d[i][j], d[i - 2][j - 2] + 1);
                }
            }
        }
        return d[a.length()][b.length()];
    }
}
