package io.hitless.source;

import java.util.Collection;
import java.util.Comparator;
import org.jspecify.annotations.Nullable;

/** Suggests the existing name that is most similar to a mistyped one ("did you mean"). */
public final class Suggestion {
    private Suggestion() {}

    /**
     * Returns a hint with the nearest candidate, or null. Its edit distance is at most a third of the word's length, or
     * one.
     */
    public static @Nullable String didYouMean(String word, Collection<String> candidates) {
        int limit = Math.max(1, word.length() / 3);
        return candidates.stream()
                .filter(c -> distance(word, c) <= limit)
                .min(Comparator.<String>comparingInt(c -> distance(word, c)).thenComparing(Comparator.naturalOrder()))
                .map(c -> "did you mean '" + c + "'?")
                .orElse(null);
    }

    // Optimal string alignment: Levenshtein distance that also counts swapped neighbours, the most common typing error.
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
