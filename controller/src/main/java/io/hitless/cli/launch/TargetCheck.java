package io.hitless.cli.launch;

import io.hitless.cli.option.TagOptions;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.Selection;
import io.hitless.playbook.Include;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.run.step.PlaybookNames;
import io.hitless.source.Finding;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Checks that the hosts, groups, tags and tasks exist that the command line and the plays select: a mistyped name would
 * cause an empty run that looks successful. Targets that are only known during the run, such as added hosts, are not
 * checked.
 */
record TargetCheck(
        Inventory inventory,
        List<Play> plays,
        TagOptions tags,
        @Nullable String limit) {
    private static final Set<String> KINDS = Set.of("all", "tagged", "untagged", "always", "never");

    /** Returns all missing targets, for a command that must not run with a missing target. */
    List<Finding> missing() {
        List<UserError> all = new ArrayList<>(hosts());
        all.addAll(tasks());
        if (tags.startAtTask != null) {
            all.addAll(start(tags.startAtTask));
        }
        return findings(Finding.Kind.CERTAIN, all);
    }

    /**
     * Returns warnings to show before a rollout, which continues, as in Ansible.
     *
     * @param runs whether the plays run afterwards; the run itself then reports missing hosts and start tasks
     */
    List<Finding> warnings(boolean runs) {
        List<UserError> all = new ArrayList<>(runs ? limited() : hosts());
        all.addAll(tasks());
        if (!runs && tags.startAtTask != null) {
            all.addAll(start(tags.startAtTask));
        }
        return findings(Finding.Kind.DUBIOUS, all);
    }

    private static List<Finding> findings(Finding.Kind kind, List<UserError> errors) {
        return errors.stream()
                .map(error -> new Finding(kind, Finding.Rule.TARGET, error))
                .toList();
    }

    private List<UserError> hosts() {
        List<UserError> missing = new ArrayList<>();
        for (Play play : plays) {
            if (PlaybookNames.isFixed(play.hosts())) {
                missing.addAll(hosts(play));
            }
            if (PlaybookNames.addsHosts(play)) {
                return missing; // later plays may have added hosts
            }
        }
        if (missing.isEmpty()) {
            missing.addAll(limited());
        }
        return missing;
    }

    private List<UserError> hosts(Play play) {
        Selection selection = HostPattern.parse(PlaybookNames.hosts(play)).select(inventory);
        if (selection.unmatched().isEmpty() && selection.hosts().isEmpty()) {
            return List.of(new UserError(
                    play.hosts().span(),
                    "the play's pattern picks no host",
                    "'hitless inventory --graph' shows which hosts are in which groups"));
        }
        return selection.unmatched().stream()
                .map(part -> new UserError(
                        play.hosts().span(),
                        "no host or group matches '" + part + "'",
                        near(part, inventory.names(), "'hitless inventory --graph' shows them")))
                .toList();
    }

    /** Checks that the limit leaves a host for at least one play. */
    private List<UserError> limited() {
        if (limit == null
                || plays.isEmpty()
                || !plays.stream()
                        .allMatch(play -> PlaybookNames.isFixed(play.hosts()) && !PlaybookNames.addsHosts(play))) {
            return List.of();
        }
        Selection wanted = HostPattern.limit(limit).select(inventory);
        boolean some = plays.stream()
                .anyMatch(play -> !HostPattern.parse(PlaybookNames.hosts(play))
                        .select(inventory)
                        .limitedTo(wanted)
                        .hosts()
                        .isEmpty());
        return some
                ? List.of()
                : List.of(new UserError(
                        null,
                        "--limit " + limit + " leaves no play a host",
                        "'hitless rollout --list-hosts' shows which hosts each play picks"));
    }

    private List<UserError> tasks() {
        List<Step> steps = plays.stream()
                .flatMap(play -> PlaybookNames.steps(play).stream())
                .toList();
        Set<String> known = new TreeSet<>();
        plays.forEach(play -> known.addAll(play.settings().tags()));
        steps.forEach(step -> known.addAll(step.settings().tags()));
        boolean more = steps.stream()
                .anyMatch(step -> step instanceof Include
                        && tags.toTags().select(step.settings().tags()));
        List<UserError> missing = new ArrayList<>();
        if (!more) { // included tasks have their own tags
            missing.addAll(unknown(
                    "--tags", tags.tags.isEmpty() ? List.of() : tags.toTags().only(), known));
            missing.addAll(unknown("--skip-tags", tags.toTags().skip(), known));
        }
        boolean narrowed = !tags.tags.isEmpty() || !tags.skipTags.isEmpty();
        if (missing.isEmpty()
                && narrowed
                && !steps.isEmpty()
                && steps.stream()
                        .noneMatch(step -> tags.toTags().select(step.settings().tags()))) {
            missing.add(new UserError(
                    null,
                    "the tags that were given leave no task",
                    "'hitless rollout --list-tasks' shows which tags each task has"));
        }
        return missing;
    }

    private static List<UserError> unknown(String option, Collection<String> wanted, Set<String> known) {
        return wanted.stream()
                .filter(tag -> !known.contains(tag) && !KINDS.contains(tag))
                .sorted()
                .map(tag -> new UserError(
                        null,
                        option + ": no task has the tag '" + tag + "'",
                        near(
                                tag,
                                known,
                                known.isEmpty() ? "no task has any tag" : "there are: " + String.join(", ", known))))
                .toList();
    }

    private List<UserError> start(String wanted) {
        List<Step> steps = plays.stream()
                .flatMap(play -> PlaybookNames.steps(play).stream())
                .filter(step -> tags.toTags().select(step.settings().tags()))
                .toList();
        if (steps.stream().anyMatch(Include.class::isInstance) || PlaybookNames.isReached(wanted, steps)) {
            return List.of();
        }
        List<String> names = steps.stream().map(PlaybookNames::name).toList();
        return List.of(new UserError(
                null,
                "no task matches --start-at-task '" + wanted + "'",
                near(wanted, names, "'hitless rollout --list-tasks' shows their names")));
    }

    private static String near(String word, Collection<String> names, String otherwise) {
        String near = Suggestion.didYouMean(word, names);
        return near != null ? near : otherwise;
    }

    static TargetCheck of(CommandContext context, List<List<Play>> loaded, TagOptions tags) {
        return new TargetCheck(
                context.inventory(),
                loaded.stream().flatMap(List::stream).toList(),
                tags,
                context.inventoryOptions().limit);
    }
}
