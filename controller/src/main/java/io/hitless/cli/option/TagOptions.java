package io.hitless.cli.option;

import io.hitless.playbook.Tags;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tasks of a playbook are run. */
public final class TagOptions {
    @Option(
            names = {"-t", "--tags"},
            paramLabel = "TAGS",
            description = "only tasks with one of these tags")
    public List<String> tags = List.of();

    @Option(names = "--skip-tags", paramLabel = "TAGS", description = "no task with one of these tags")
    public List<String> skipTags = List.of();

    @Option(names = "--start-at-task", paramLabel = "NAME", description = "begin at the task with this name; a glob")
    public @Nullable String startAtTask;

    /** Whether to ask before each task: a rollout's own option. */
    public boolean step;

    /** What narrows the tasks, in words: two runs that are narrowed alike say the same. */
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
