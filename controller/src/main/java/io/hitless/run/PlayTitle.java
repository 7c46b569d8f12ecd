package io.hitless.run;

import io.hitless.inventory.Host;
import io.hitless.playbook.Play;
import io.hitless.template.eval.Scope;
import io.hitless.value.Redactor;
import io.hitless.vars.PlayHosts;
import io.hitless.vars.Variables;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The name and the host pattern of a play, evaluated without running the play. */
public record PlayTitle(String name, List<String> hosts) {
    public PlayTitle {
        hosts = List.copyOf(hosts);
    }

    /** Evaluates the title. As in Ansible, nobody is prompted, and variables of prompts have their defaults. */
    public static PlayTitle of(Play play, Variables variables, Redactor redactor) {
        Scope asking = scope(play, variables, Map.of());
        Map<String, @Nullable Object> defaults = new LinkedHashMap<>();
        for (Play.Prompt prompt : play.variables().prompts()) {
            defaults.put(
                    prompt.name(),
                    prompt.defaultValue() == null ? "" : prompt.defaultValue().resolve(asking));
        }
        Scope scope = scope(play, variables, defaults);
        return new PlayTitle(ResolvedPlay.name(play, scope, redactor), ResolvedPlay.hosts(play, scope));
    }

    private static Scope scope(Play play, Variables variables, Map<String, @Nullable Object> answers) {
        return variables.play(play, answers, PlayHosts.of(List.of())).scope(Host.unknown("(play)"));
    }
}
