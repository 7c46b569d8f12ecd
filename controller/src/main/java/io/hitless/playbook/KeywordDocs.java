package io.hitless.playbook;

import io.hitless.source.DocEntries;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The words of the playbook language, to be shown to people. */
public final class KeywordDocs {
    /**
     * A keyword, or a word of a statement.
     *
     * @param places where it may stand, as {@code task}, {@code loop_control} or {@code hitless}; {@code statement} for
     *     what stands as a module
     * @param summary one line
     * @param example in YAML
     */
    public record Entry(List<String> places, String name, String summary, String example) {}

    private KeywordDocs() {}

    /** All of them, those of plays first. */
    public static List<Entry> keywords() {
        return DocEntries.beside(KeywordDocs.class, "keywords.txt").stream()
                .map(text ->
                        new Entry(List.of(text.heading().split(", ")), text.name(), text.summary(), text.example()))
                .toList();
    }

    /**
     * Whether a keyword is explained.
     *
     * @param what whose it is, as errors say it: {@code a task}
     */
    public static boolean explains(String what, String key) {
        String name = key.startsWith("with_") ? "with_LOOKUP" : ScalarValues.shortName(key);
        return Names.BY_PLACE
                .getOrDefault(what.replaceFirst("^an? ", "").replaceAll("^'|'$", ""), Set.of())
                .contains(name);
    }

    /** Read when it is first asked for, which a run never does. */
    private static final class Names {
        static final Map<String, Set<String>> BY_PLACE = byPlace();

        private static Map<String, Set<String>> byPlace() {
            Map<String, Set<String>> names = new LinkedHashMap<>();
            for (Entry entry : keywords()) {
                entry.places()
                        .forEach(place -> names.computeIfAbsent(place, _ -> new HashSet<>())
                                .add(entry.name()));
            }
            return names;
        }
    }
}
