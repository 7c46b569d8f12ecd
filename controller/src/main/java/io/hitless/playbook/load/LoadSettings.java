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
 * The configuration for reading playbooks.
 *
 * @param rolePaths directories to search for roles after {@code roles} beside the playbook
 * @param collections finds installed collections
 * @param on keywords that are true for plays that do not set them
 * @param explicitFacts whether plays gather facts only if {@code gather_facts} is true
 */
public record LoadSettings(List<Path> rolePaths, CollectionSearch collections, Set<Keyword> on, boolean explicitFacts) {
    /** No configuration. */
    public static final LoadSettings NONE = new LoadSettings(List.of(), CollectionSearch.NOWHERE, Set.of(), false);

    public LoadSettings {
        rolePaths = List.copyOf(rolePaths);
        on = Set.copyOf(on);
    }

    /** The default for {@code gather_facts}; null for Ansible's default. */
    @Nullable
    Template gatherFacts(Span play) {
        return explicitFacts ? new Template.Constant(false, play) : null;
    }

    /** The keywords of a play that sets none. */
    InheritedKeywords usual(Span play) {
        if (on.isEmpty()) {
            return InheritedKeywords.NONE;
        }
        Map<Keyword, Template> keywords = new EnumMap<>(Keyword.class);
        on.forEach(keyword -> keywords.put(keyword, new Template.Constant(true, play)));
        return new InheritedKeywords(keywords, List.of(), List.of(), List.of(), List.of(), List.of(), Map.of());
    }
}
