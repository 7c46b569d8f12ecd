package io.hitless.playbook;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The selection of tasks by {@code --tags} and {@code --skip-tags}, as in Ansible: a task tagged {@code always} runs
 * unless it is skipped by name, a task tagged {@code never} only if one of its tags is selected; {@code all},
 * {@code tagged} and {@code untagged} select kinds of tasks.
 *
 * @param only the selected tags; {@code all} if none are given
 * @param skip tags of tasks to skip, even if {@code only} selects them
 */
public record Tags(Set<String> only, Set<String> skip) {
    public static final Tags ALL = new Tags(Set.of("all"), Set.of());

    public Tags {
        only = only.isEmpty() ? Set.of("all") : Set.copyOf(only);
        skip = Set.copyOf(skip);
    }

    /** Reads the values of command-line options, each of which may contain several tags separated by commas. */
    public static Tags of(Collection<String> only, Collection<String> skip) {
        return new Tags(split(only), split(skip));
    }

    /** Whether a task with these tags, own and inherited, is selected. */
    public boolean select(Collection<String> tags) {
        return wanted(tags) && !skipped(tags);
    }

    private boolean wanted(Collection<String> tags) {
        boolean never = tags.contains("never");
        return tags.contains("always")
                || (only.contains("all") && !never)
                || meets(tags, only)
                || (only.contains("tagged") && !tags.isEmpty() && !never);
    }

    private boolean skipped(Collection<String> tags) {
        if (skip.contains("all")) {
            return !tags.contains("always") || skip.contains("always");
        }
        return meets(tags, skip) || (skip.contains("tagged") && !tags.isEmpty());
    }

    private static boolean meets(Collection<String> tags, Set<String> chosen) {
        return tags.isEmpty() ? chosen.contains("untagged") : tags.stream().anyMatch(chosen::contains);
    }

    private static Set<String> split(Collection<String> options) {
        return options.stream()
                .flatMap(option -> split(option).stream())
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    /** Returns the tags in a text that separates them by commas. */
    public static List<String> split(String text) {
        return Stream.of(text.split(",", -1))
                .filter(tag -> !tag.isBlank())
                .map(String::strip)
                .toList();
    }
}
