package io.hitless.playbook.load;

import io.hitless.module.ModuleCatalog;
import io.hitless.source.Findings;
import io.hitless.template.Language;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What tests read playbooks with: no plugins, collections, settings or vault passwords. */
public final class PlainLoading {
    private PlainLoading() {}

    public static Templates templates() {
        return new Templates(Language.plain(), file -> file);
    }

    public static PlaybookLoader loader(ModuleCatalog modules) {
        return loader(modules, List.of(), Map.of(), new Findings());
    }

    public static PlaybookLoader loader(
            ModuleCatalog modules, List<Path> rolePaths, Map<String, Template> extraVars, Findings findings) {
        return new PlaybookLoader(
                modules,
                templates(),
                new LocalPlugins(),
                new LoadSettings(rolePaths, CollectionSearch.NOWHERE, Set.of(), false, false),
                extraVars,
                findings);
    }
}
