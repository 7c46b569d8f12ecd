package io.hitless.report.html;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.DriftReport;
import io.hitless.event.ValueJson;
import java.io.IOException;
import java.io.StringWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class RunPageTest {
    private static final Map<String, String> FACTS = Map.of("command", "hitless rollout -i inventories/mine playbooks/haproxy-config.yml");

    static RunHead head(String kind, String state, @Nullable Instant ended) {
        return new RunHead("20261120-134207-k3p9", kind, false, state, SyntheticRun.START, ended, FACTS, "1.0", false);
    }

    private static RunPage page(SyntheticRun run) {
        RunPage page = new RunPage();
        run.tell(page::on);
        return page;
    }

    private static String written(RunPage page, RunHead head, @Nullable DriftReport drift) throws IOException {
        StringWriter out = new StringWriter();
        page.write(head, drift, out);
        return out.toString();
    }

    static Map<?, ?> data(String page) {
        String opening = "<script type=\"application/json\" id=\"data\">";
        int from = page.indexOf(opening) + opening.length();
        return (Map<?, ?>) ValueJson.read(page.substring(from, page.indexOf("</script>", from)));
    }

    @Test
    void samples_are_written_for_looking_at() throws IOException {
        Path to = Path.of("target", "pages");
        Files.createDirectories(to);
        for (int hosts : List.of(3, 100, 1000)) {
            SyntheticRun run = new SyntheticRun(hosts, 50);
            RunPage page = page(run);
            try (Writer out = Files.newBufferedWriter(to.resolve("run-" + hosts + ".html"))) {
                page.write(head("rollout", hosts > 3 ? "failed" : "ok", SyntheticRun.START.plusSeconds(700)), null, out);
            }
            try (Writer out = Files.newBufferedWriter(to.resolve("drift-" + hosts + ".html"))) {
                page(run).write(head("drift", "ok", SyntheticRun.START.plusSeconds(48)), run.drift(), out);
            }
        }
        assertThat(to.resolve("run-1000.html")).exists();
    }
}
