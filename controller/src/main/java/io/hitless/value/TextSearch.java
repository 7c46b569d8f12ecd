package io.hitless.value;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Searches a text for many texts in one pass. At each position the longest match wins, so that of two texts of which
 * one contains the other, the longer is replaced as a whole.
 */
final class TextSearch {
    static final TextSearch NONE = new TextSearch(Set.of());
    /** The least number of characters of each text that is searched for. */
    static final int HEAD = 3;

    private static final int HEADS = 1 << 16;

    private final BitSet heads = new BitSet(HEADS);
    private final Map<Integer, List<String>> byHead = new HashMap<>();

    TextSearch(Collection<String> texts) {
        for (String text : texts) {
            int head = head(text, 0);
            heads.set(head);
            byHead.computeIfAbsent(head, _ -> new ArrayList<>()).add(text);
        }
        byHead.values()
                .forEach(list ->
                        list.sort(Comparator.comparingInt(String::length).reversed()));
    }

    boolean isEmpty() {
        return byHead.isEmpty();
    }

    /** Returns whether the text as a whole equals one of the texts searched for. */
    boolean has(String text) {
        return text.length() >= HEAD
                && byHead.getOrDefault(head(text, 0), List.of()).contains(text);
    }

    /** Returns the text with each match replaced by {@code mask}. */
    String replaced(String text, String mask) {
        StringBuilder out = null;
        int from = 0;
        for (int i = 0; i <= text.length() - HEAD; i++) {
            String found = at(text, i);
            if (found != null) {
                out = out == null ? new StringBuilder(text.length()) : out;
                out.append(text, from, i).append(mask);
                from = i + found.length();
                i = from - 1;
            }
        }
        return out == null ? text : out.append(text, from, text.length()).toString();
    }

    private @Nullable String at(String text, int i) {
        int head = head(text, i);
        if (heads.get(head)) {
            for (String candidate : byHead.getOrDefault(head, List.of())) {
                if (text.startsWith(candidate, i)) {
                    return candidate;
                }
            }
        }
        return null;
    }

    private static int head(String text, int i) {
        return ((text.charAt(i) * 31 + text.charAt(i + 1)) * 31 + text.charAt(i + 2)) & (HEADS - 1);
    }
}
