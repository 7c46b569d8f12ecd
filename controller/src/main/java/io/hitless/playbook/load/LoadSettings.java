package io.hitless.playbook.load;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.source.Span;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is configured of how playbooks are read.
 *
 * @param rolePaths where roles are looked for after {@code roles} beside the playbook
 * @param collections that are installed
 * @param on keywords that are true for plays that do not say otherwise
 * @param explicitFacts whether only plays that ask for it gather facts
 */
public record LoadSettings(List<Path> rolePaths, CollectionSearch collections, Set<Keyword> on, boolean explicitFacts) {
    /** Nothing. */
    public static final LoadSettings NONE = new LoadSettings(List.of(), CollectionSearch.NOWHERE, Set.of(), false);

    public LoadSettings {
        rolePaths = List.copyOf(rolePaths);
        on = Set.copyOf(on);
    }

    /** {@code gather_facts} of a play that does not say; null for the usual. */
    @Nullable
    Template gatherFacts(Span play) {
        return explicitFacts ? new Template.Constant(false, play) : null;
    }

    /** What plays have that say nothing. */
    InheritedKeywords usual(Span play) {
        if (on.isEmpty()) {
            return InheritedKeywords.NONE;
        }
        Map<Keyword, Template> keywords = new EnumMap<>(Keyword.class);
        on.forEach(keyword -> keywords.put(keyword, new Template.Constant(true, play)));
        return new InheritedKeywords(keywords, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
    }
}
