package io.hitless.cli.output;

import io.hitless.inventory.Host;
import io.hitless.inventory.HostPattern;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.Selection;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.playbook.Tags;
import io.hitless.run.step.PlaybookNames;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * {@code --list-hosts}, {@code --list-tasks}, {@code --list-tags}: what a playbook holds, in the shape of
 * ansible-playbook.
 */
public final class PlaybookListing {
    private final Inventory inventory;
    private final @Nullable String limit;
    private final Tags tags;
    private final PrintStream out;

    /** What is asked for; nothing of it names the playbooks only, as a syntax check does. */
    public record What(boolean hosts, boolean tasks, boolean tags) {}

    public PlaybookListing(Inventory inventory, @Nullable String limit, Tags tags, PrintStream out) {
        this.inventory = inventory;
        this.limit = limit;
        this.tags = tags;
        this.out = out;
    }

    public void print(List<Path> playbooks, List<Play> plays, What what) {
        playbooks.forEach(playbook -> out.println("\nplaybook: " + playbook));
        if (!what.hosts() && !what.tasks() && !what.tags()) {
            return;
        }
        for (int i = 0; i < plays.size(); i++) {
            play(i + 1, plays.get(i), what);
        }
    }

    private void play(int number, Play play, What what) {
        List<String> pattern = PlaybookNames.hosts(play);
        out.println("\n  play #" + number + " (" + String.join(",", pattern) + "): " + PlaybookNames.name(play)
                + "\tTAGS: " + shown(play.settings().tags()));
        if (what.hosts()) {
            List<Host> hosts = hosts(pattern);
            out.println("    pattern: " + pattern);
            out.println("    hosts (" + hosts.size() + "):");
            hosts.forEach(host -> out.println("      " + host.name()));
        }
        List<Step> steps = PlaybookNames.steps(play);
        if (what.tasks()) {
            out.println("    tasks:");
            steps.stream()
                    .filter(step -> tags.select(step.settings().tags()))
                    .forEach(step -> out.println("      " + PlaybookNames.name(step) + "\tTAGS: "
                            + shown(step.settings().tags())));
        }
        if (what.tags()) {
            TreeSet<String> all = new TreeSet<>(play.settings().tags());
            steps.forEach(step -> all.addAll(step.settings().tags()));
            out.println("      TASK TAGS: " + shown(List.copyOf(all)));
        }
    }

    private List<Host> hosts(List<String> pattern) {
        Selection selection = HostPattern.parse(pattern).select(inventory);
        return (limit == null
                        ? selection
                        : selection.limitedTo(HostPattern.limit(limit).select(inventory)))
                .hosts();
    }

    private static String shown(List<String> tags) {
        return "[" + String.join(", ", tags.stream().sorted().toList()) + "]";
    }
}
