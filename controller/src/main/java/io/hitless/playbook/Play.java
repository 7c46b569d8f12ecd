package io.hitless.playbook;

import io.hitless.source.Span;
import io.hitless.template.Template;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A play. Sections are in the order they run; handlers that were notified run after each.
 *
 * @param name as written; its hosts if null
 * @param hosts a pattern, or a list of them
 * @param gatherFacts null when not written: the configuration's default (yes)
 * @param gatherSubset as setup takes it; empty: all
 * @param serial batch sizes, numbers or percentages; empty: all hosts at once
 * @param order of the hosts: {@code inventory}, {@code sorted}, {@code reverse_inventory}, {@code reverse_sorted},
 *     {@code shuffle}; or null
 * @param policy what the play variable {@code hitless} says, or null
 * @param roles in the order used, dependencies before the roles that need them; their defaults and vars are seen by the
 *     whole play
 */
public record Play(
        @Nullable Template name,
        Template hosts,
        InheritedKeywords settings,
        Map<String, Template> vars,
        List<Template> varsFiles,
        List<VarsPrompt> varsPrompt,
        @Nullable Template gatherFacts,
        List<Template> gatherSubset,
        List<Template> serial,
        @Nullable String strategy,
        @Nullable Template order,
        @Nullable Template maxFailPercentage,
        @Nullable Template forceHandlers,
        List<Step> preTasks,
        List<Step> roleTasks,
        List<Step> tasks,
        List<Step> postTasks,
        List<Handler> handlers,
        List<Role> roles,
        @Nullable Policy policy,
        Path playbookDir,
        Span span) {
    /** A variable that is asked for before the play starts. */
    public record VarsPrompt(
            String name, Template prompt, @Nullable Template defaultValue, boolean isPrivate, boolean confirm) {}

    public Play {
        varsFiles = List.copyOf(varsFiles);
        varsPrompt = List.copyOf(varsPrompt);
        gatherSubset = List.copyOf(gatherSubset);
        serial = List.copyOf(serial);
        preTasks = List.copyOf(preTasks);
        roleTasks = List.copyOf(roleTasks);
        tasks = List.copyOf(tasks);
        postTasks = List.copyOf(postTasks);
        handlers = List.copyOf(handlers);
        roles = List.copyOf(roles);
    }
}
