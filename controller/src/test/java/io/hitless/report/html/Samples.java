package io.hitless.report.html;

import io.hitless.event.DriftReport;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Pages of synthetic runs, for looking at and measuring: {@code Samples DIRECTORY HOSTS TASKS}. */
public final class Samples {
    private static final int MANY = 3;

    private Samples() {}

    public static void main(String[] args) throws IOException {
        Path to = Files.createDirectories(Path.of(args[0]));
        for (int i = 1; i < args.length - 1; i++) {
            write(to, Integer.parseInt(args[i]), Integer.parseInt(args[args.length - 1]));
        }
    }

    private static void write(Path to, int hosts, int tasks) throws IOException {
        SyntheticRun run = new SyntheticRun(hosts, tasks);
        Instant end = SyntheticRun.START.plusSeconds(700);
        write(
                to.resolve("run-" + hosts + ".html"),
                run,
                head("rollout", hosts > MANY ? "failed" : "ok", end),
                null,
                Integer.MAX_VALUE);
        write(to.resolve("drift-" + hosts + ".html"), run, head("drift", "ok", end), run.drift(), Integer.MAX_VALUE);
        write(to.resolve("running-" + hosts + ".html"), run, head("rollout", "running", null), null, tasks - 10);
    }

    public static void write(Path file, SyntheticRun run, PageHead head, @Nullable DriftReport drift, int until)
            throws IOException {
        RunPage page = new RunPage();
        run.tell(page::on, until);
        try (Writer out = Files.newBufferedWriter(file)) {
            page.write(head, drift, out);
        }
    }

    public static PageHead head(String kind, String state, @Nullable Instant ended) {
        Map<String, String> facts = new LinkedHashMap<>();
        facts.put("command", "hitless " + kind + " -i inventories/mine playbooks/haproxy-config.yml");
        facts.put("in", "/srv/fleet");
        facts.put("by", "alice as root on bastion1");
        facts.put("git", "1bce2e8a40c5d1 (main)");
        return new PageHead(
                "20261120-134207-k3p9", kind, false, state, SyntheticRun.START, ended, facts, "0.1.0", false);
    }
}
