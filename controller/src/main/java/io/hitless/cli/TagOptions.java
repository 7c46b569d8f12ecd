package io.hitless.cli;

import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which tasks of a playbook are run. */
final class TagOptions {
    @Option(
            names = {"-t", "--tags"},
            paramLabel = "TAGS",
            description = "only tasks with one of these tags")
    List<String> tags = List.of();

    @Option(
            names = "--skip-tags",
            paramLabel = "TAGS",
            description = "no task with one of these tags")
    List<String> skipTags = List.of();

    @Option(
            names = "--start-at-task",
            paramLabel = "NAME",
            description = "begin at the task with this name; a glob")
    @Nullable String startAtTask;

    @Option(names = "--step", description = "ask before each task")
    boolean step;

    List<String> wanted() {
        return tags.isEmpty() ? List.of("all") : split(tags);
    }

    List<String> skipped() {
        return split(skipTags);
    }

    private static List<String> split(List<String> texts) {
        return texts.stream().flatMap(text -> Arrays.stream(text.split(","))).map(String::strip).filter(tag -> !tag.isEmpty()).toList();
    }
}
