package io.hitless.playbook;

import io.hitless.source.DocEntries;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The documentation of keywords, for people. */
public final class KeywordDocs {
    /**
     * A keyword, or an option of a statement such as {@code include_role}.
     *
     * @param places where the keyword can be used, such as {@code task}, {@code loop_control} or {@code hitless};
     *     {@code statement} for names that are used like a module's
     * @param summary one line
     * @param example in YAML
     */
    public record Entry(List<String> places, String name, String summary, String example) {}

    private KeywordDocs() {}

    /** All keywords; those of plays come first. */
    public static List<Entry> keywords() {
        return DocEntries.beside(KeywordDocs.class, "keywords.txt").stream()
                .map(text ->
                        new Entry(List.of(text.heading().split(", ")), text.name(), text.summary(), text.example()))
                .toList();
    }

    /**
     * Whether a keyword is documented.
     *
     * @param what the owner of the keyword, in the words of error messages: {@code a task}
     */
    public static boolean explains(String what, String key) {
        String name = key.startsWith("with_") ? "with_LOOKUP" : ScalarValues.shortName(key);
        return Names.BY_PLACE
                .getOrDefault(what.replaceFirst("^an? ", "").replaceAll("^'|'$", ""), Set.of())
                .contains(name);
    }

    /** Read when it is first used, which never happens in a run. */
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
