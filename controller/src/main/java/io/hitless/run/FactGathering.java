package io.hitless.run;

import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Play;
import io.hitless.playbook.Task;
import io.hitless.playbook.TaskLocation;
import io.hitless.playbook.TaskOptions;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The task that each play begins with, unless it says {@code gather_facts: false}. */
final class FactGathering {
    private FactGathering() {}

    static Task of(Play play, ModuleCatalog modules) {
        InheritedKeywords its = play.settings();
        InheritedKeywords settings = new InheritedKeywords(
                its.keywords(),
                List.of(),
                List.of("always"),
                its.environment(),
                List.of(),
                List.of(),
                its.moduleDefaults());
        Map<String, Template> options = play.gatherSubset().isEmpty()
                ? Map.of()
                : Map.of("gather_subset", new Template.Sequence(play.gatherSubset(), play.span()));
        return new Task(
                new Template.Constant("Gathering Facts", play.span()),
                "gather_facts",
                modules.get("setup", play.span()),
                new TaskOptions(options, null),
                settings,
                null,
                null,
                null,
                List.of(),
                List.of(),
                List.of(),
                new TaskLocation(null, Path.of(play.span().file().name()), play.playbookDir()),
                play.span());
    }
}
