package io.hitless.report.console;

import io.hitless.value.Values;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code --list-hosts}, {@code --list-tasks}, {@code --list-tags}: the content of playbooks, formatted as by
 * ansible-playbook.
 */
public final class PlaybookListing {
    private final PrintStream out;

    /**
     * A play, with the parts that were requested.
     *
     * @param pattern its host pattern, part by part
     */
    public record ListedPlay(
            String name,
            List<String> pattern,
            Set<String> tags,
            @Nullable List<String> hosts,
            @Nullable List<ListedTask> tasks,
            @Nullable Set<String> taskTags) {}

    /** A task, with its own and inherited tags. */
    public record ListedTask(String name, Set<String> tags) {}

    public PlaybookListing(PrintStream out) {
        this.out = out;
    }

    public void print(List<Path> playbooks, List<ListedPlay> plays) {
        playbooks.forEach(playbook -> out.println("\nplaybook: " + playbook));
        for (int i = 0; i < plays.size(); i++) {
            print(i + 1, plays.get(i));
        }
    }

    private void print(int number, ListedPlay play) {
        out.println("\n  play #" + number + " (" + String.join(",", play.pattern()) + "): " + play.name() + "\tTAGS: "
                + sorted(play.tags()));
        List<String> hosts = play.hosts();
        if (hosts != null) {
            out.println("    pattern: " + Values.text(play.pattern()));
            out.println("    hosts (" + hosts.size() + "):");
            hosts.forEach(host -> out.println("      " + host));
        }
        List<ListedTask> tasks = play.tasks();
        if (tasks != null) {
            out.println("    tasks:");
            tasks.forEach(task -> out.println("      " + task.name() + "\tTAGS: " + sorted(task.tags())));
        }
        Set<String> taskTags = play.taskTags();
        if (taskTags != null) {
            out.println("      TASK TAGS: " + sorted(taskTags));
        }
    }

    private static String sorted(Set<String> tags) {
        return "[" + String.join(", ", new TreeSet<>(tags)) + "]";
    }
}
