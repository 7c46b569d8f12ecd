package io.hitless.cli.launch;

import io.hitless.cli.option.TagOptions;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.Selection;
import io.hitless.playbook.Include;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.run.step.PlaybookNames;
import io.hitless.source.Problems;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * What a command line and its plays are aimed at, and whether that is there: a slip in the name of a group, a tag or a
 * task makes a run that looks at nothing, and that must not pass for one in which all was well. What only a run can
 * know, as hosts that a task adds, is left to it.
 */
public record TargetCheck(
        Inventory inventory,
        List<Play> plays,
        TagOptions tags,
        @Nullable String limit) {
    private static final Set<String> KINDS = Set.of("all", "tagged", "untagged", "always", "never");

    /** @throws UserError for all that is not there: a look that misses looks at nothing */
    public void refuse() {
        Problems problems = new Problems();
        hosts().forEach(problems::add);
        tasks().forEach(problems::add);
        if (tags.startAtTask != null) {
            start(tags.startAtTask).forEach(problems::add);
        }
        problems.throwIfAny();
    }

    /**
     * What to warn of before a rollout, which goes on as Ansible does; hosts and the task to start at are told of when
     * it comes to them.
     */
    List<UserError> warnings() {
        List<UserError> all = new ArrayList<>(limited());
        all.addAll(tasks());
        return all;
    }

    private List<UserError> hosts() {
        List<UserError> misses = new ArrayList<>();
        for (Play play : plays) {
            if (PlaybookNames.isFixed(play.hosts())) {
                misses.addAll(hosts(play));
            }
            if (PlaybookNames.addsHosts(play)) {
                return misses; // from here on there may be others
            }
        }
        if (misses.isEmpty()) {
            misses.addAll(limited());
        }
        return misses;
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
                        "no host or group fits '" + part + "'",
                        near(part, inventory.names(), "'hitless inventory --graph' shows them")))
                .toList();
    }

    /** Whether the limit leaves any play a host. */
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
        List<UserError> misses = new ArrayList<>();
        if (!more) { // what is included has tags of its own
            misses.addAll(unknown(
                    "--tags", tags.tags.isEmpty() ? List.of() : tags.toTags().only(), known));
            misses.addAll(unknown("--skip-tags", tags.toTags().skip(), known));
        }
        boolean narrowed = !tags.tags.isEmpty() || !tags.skipTags.isEmpty();
        if (misses.isEmpty()
                && narrowed
                && !steps.isEmpty()
                && steps.stream()
                        .noneMatch(step -> tags.toTags().select(step.settings().tags()))) {
            misses.add(new UserError(
                    null,
                    "the tags that were given leave no task",
                    "'hitless rollout --list-tasks' shows which tags each task has"));
        }
        return misses;
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

    public static TargetCheck of(CommandContext workplace, List<List<Play>> loaded, TagOptions tags) {
        return new TargetCheck(
                workplace.inventory(),
                loaded.stream().flatMap(List::stream).toList(),
                tags,
                workplace.inventoryOptions().limit);
    }
}
