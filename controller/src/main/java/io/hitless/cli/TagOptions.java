package io.hitless.cli;

import io.hitless.playbook.Tags;
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

    Tags toTags() {
        return Tags.of(tags, skipTags);
    }
}
