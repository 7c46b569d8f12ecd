package io.hitless.lsp;

import io.hitless.lsp.Vocabulary.InTemplate;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What a word within a template or a condition can be, by the text before it. */
final class TemplatePlace {
    /** Keywords whose values are expressions without braces. */
    private static final Set<String> CONDITIONS = Set.of("when", "until", "changed_when", "failed_when", "break_when");

    private static final Pattern FILTER = Pattern.compile("\\|\\s*[\\w.]*$");
    private static final Pattern TEST = Pattern.compile("\\bis\\s+(not\\s+)?[\\w.]*$");
    private static final Pattern LOOKUP = Pattern.compile("\\b(lookup|query|q)\\(\\s*['\"][\\w.]*$");
    private static final Pattern MEMBER = Pattern.compile("[\\w\\])]\\.\\w*$|['\"]\\w*$");

    private TemplatePlace() {}

    /** Null if the position is in no template, or nothing can be said. */
    static @Nullable InTemplate at(YamlPlace place) {
        String before = place.before();
        boolean inBraces = before.lastIndexOf("{{") > before.lastIndexOf("}}")
                || before.lastIndexOf("{%") > before.lastIndexOf("%}");
        // A list of conditions stands below its keyword.
        String keyword = place.value() != null || place.parents().isEmpty()
                ? place.key()
                : place.parents().getFirst();
        boolean inCondition = CONDITIONS.contains(keyword);
        if (!inBraces && !inCondition) {
            return null;
        }
        if (LOOKUP.matcher(before).find()) {
            return InTemplate.LOOKUP;
        }
        if (FILTER.matcher(before).find()) {
            return InTemplate.FILTER;
        }
        if (TEST.matcher(before).find()) {
            return InTemplate.TEST;
        }
        return MEMBER.matcher(before).find() ? null : InTemplate.NAME;
    }
}
