package io.hitless.cli.option;

import io.hitless.playbook.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Selects the tasks of a playbook that run. */
public final class TagOptions {
    @Option(
            names = {"-t", "--tags"},
            descriptionKey = "TAGS_RUN",
            paramLabel = "TAGS",
            description = "only tasks with one of these tags")
    public List<String> tags = List.of();

    @Option(
            names = "--skip-tags",
            descriptionKey = "TAGS_SKIP",
            paramLabel = "TAGS",
            description = "skip tasks with one of these tags")
    public List<String> skipTags = List.of();

    @Option(
            names = "--start-at-task",
            paramLabel = "NAME",
            description = "start at the first task whose name matches this glob")
    public @Nullable String startAtTask;

    /** Whether to ask before each task; only {@code rollout} has the option. */
    public boolean step;

    /** A description of the selection: equal for runs with equal selections. */
    public List<String> narrowing() {
        Tags chosen = toTags();
        List<String> words = new ArrayList<>();
        if (!tags.isEmpty()) {
            chosen.only().stream().sorted().forEach(tag -> words.add("tag " + tag));
        }
        chosen.skip().stream().sorted().forEach(tag -> words.add("not " + tag));
        if (startAtTask != null) {
            words.add("from " + startAtTask);
        }
        if (step) {
            words.add("those that were confirmed");
        }
        return words;
    }

    public Tags toTags() {
        return Tags.of(tags, skipTags);
    }
}
