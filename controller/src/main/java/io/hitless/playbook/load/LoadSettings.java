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
 * @param rolePaths where roles are looked for after {@code roles} beside the playbook
 * @param collections that are installed
 * @param on keywords that are true for plays that do not say otherwise
 * @param explicitFacts whether only plays that ask for it gather facts
 * @param lenientIncludes whether a keyword that includes do not have is passed over
 */
public record LoadSettings(
        List<Path> rolePaths,
        CollectionSearch collections,
        Set<Keyword> on,
        boolean explicitFacts,
        boolean lenientIncludes) {
    /** Nothing. */
    public static final LoadSettings NONE =
            new LoadSettings(List.of(), CollectionSearch.NOWHERE, Set.of(), false, false);

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
