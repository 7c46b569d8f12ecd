package io.hitless.cli.launch;

import io.hitless.cli.option.RolloutOptions;
import io.hitless.cli.output.ExitCode;
import io.hitless.cli.output.ExitError;
import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.Selection;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.playbook.Tags;
import io.hitless.report.console.PlaybookListing.ListedPlay;
import io.hitless.report.console.PlaybookListing.ListedTask;
import io.hitless.run.PlayTitle;
import io.hitless.run.step.PlaybookNames;
import io.hitless.source.UserError;
import io.hitless.vars.Variables;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** Lists plays for {@code --list-hosts}, {@code --list-tasks} and {@code --list-tags}, without running them. */
record PlaybookOutline(CommandContext context, RolloutOptions options, Variables variables) {
    /** Returns the plays to list; empty if only the syntax is checked. */
    List<ListedPlay> of(List<Play> plays) {
        return options.listHosts || options.listTasks || options.listTags
                ? plays.stream().map(this::of).toList()
                : List.of();
    }

    private ListedPlay of(Play play) {
        List<Step> steps = PlaybookNames.listed(play);
        PlayTitle title = title(play);
        return new ListedPlay(
                title.name(),
                title.hosts(),
                Set.copyOf(play.settings().tags()),
                options.listHosts ? hosts(title.hosts()) : null,
                options.listTasks ? tasks(steps) : null,
                options.listTags ? tags(play, steps) : null);
    }

    private PlayTitle title(Play play) {
        try {
            return PlayTitle.of(play, variables, context.redactor());
        } catch (UserError e) {
            throw new ExitError(e, ExitCode.UNREADABLE, List.of());
        }
    }

    private List<String> hosts(List<String> pattern) {
        Inventory inventory = context.inventory();
        Selection selection = HostPattern.parse(pattern).select(inventory);
        String limit = options.given.inventory.limit;
        Selection limited = limit == null
                ? selection
                : selection.limitedTo(HostPattern.limit(limit).select(inventory));
        return limited.hosts().stream().map(Host::name).toList();
    }

    private List<ListedTask> tasks(List<Step> steps) {
        Tags selected = options.given.tags.toTags();
        return steps.stream()
                .filter(step -> selected.select(step.settings().tags()))
                .map(step -> new ListedTask(
                        PlaybookNames.listed(step), Set.copyOf(step.settings().tags())))
                .toList();
    }

    private Set<String> tags(Play play, List<Step> steps) {
        Tags selected = options.given.tags.toTags();
        boolean narrowed = !options.given.tags.tags.isEmpty() || !options.given.tags.skipTags.isEmpty();
        Tags listed = narrowed ? selected : new Tags(Set.of("all", "never"), Set.of()); // as in Ansible
        Set<String> tags = new TreeSet<>(play.settings().tags());
        steps.stream()
                .map(step -> step.settings().tags())
                .filter(listed::select)
                .forEach(tags::addAll);
        return tags;
    }
}
