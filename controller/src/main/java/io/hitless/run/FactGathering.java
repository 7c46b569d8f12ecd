package io.hitless.run;

import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Play;
import io.hitless.playbook.Task;
import io.hitless.playbook.TaskLocation;
import io.hitless.playbook.TaskOptions;
import io.hitless.run.host.HostRun;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The task that gathers facts at the start of a play, unless the play has {@code gather_facts: false}. */
final class FactGathering {
    private FactGathering() {}

    static Task of(Play play, ModuleCatalog modules) {
        InheritedKeywords its = play.settings();
        InheritedKeywords settings = new InheritedKeywords(
                its.keywords(),
                List.of(),
                its.tags().isEmpty() ? List.of("always") : its.tags(),
                its.environment(),
                List.of(),
                List.of(),
                its.moduleDefaults());
        return new Task(
                new Template.Constant("Gathering Facts", play.span()),
                "gather_facts",
                modules.get("setup", play.span()),
                new TaskOptions(options(play), null),
                settings,
                Task.Control.ONCE,
                Task.ResultRules.NONE,
                new TaskLocation(null, Path.of(play.span().file().name()), play.playbookDir(), List.of()),
                play.span());
    }

    /** Returns the hosts whose facts are gathered: all hosts, or only those without known facts. */
    static List<HostRun> asked(List<HostRun> hosts, boolean once) {
        return hosts.stream()
                .filter(host -> !once || !host.variables().isGathered())
                .toList();
    }

    private static Map<String, Template> options(Play play) {
        Play.Gathering gathering = play.gathering();
        Map<String, Template> options = new LinkedHashMap<>();
        if (!gathering.subset().isEmpty()) {
            options.put("gather_subset", new Template.Sequence(gathering.subset(), play.span()));
        }
        if (gathering.timeout() != null) {
            options.put("gather_timeout", gathering.timeout());
        }
        if (gathering.factPath() != null) {
            options.put("fact_path", gathering.factPath());
        }
        return options;
    }
}
