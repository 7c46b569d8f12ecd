package io.hitless.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunSummaryTest {
    private static final Span AT = Span.at("site.yml", 3, 7);

    private final RunSummary summary = new RunSummary();

    @Test
    void what_hosts_of_several_batches_have_alike_is_one_finding() {
        changed(1, "1.1 site.yml:3:7 1", "h1");
        changed(2, "1.2 site.yml:3:7 1", "h2");
        assertThat(summary.findings())
                .singleElement()
                .satisfies(found -> assertThat(found.hosts()).containsExactly("h1", "h2"));
    }

    @Test
    void a_task_that_a_host_comes_to_twice_is_two_findings() {
        changed(1, "1.1 site.yml:3:7 1", "h1");
        changed(2, "1.1 site.yml:3:7 2", "h1");
        assertThat(summary.findings())
                .hasSize(2)
                .allSatisfy(found -> assertThat(found.hosts()).containsExactly("h1"));
    }

    private void changed(int id, String key, String host) {
        TaskRef task = new TaskRef(id, key, "the motd", "copy", false, AT);
        summary.on(new Event.TaskStarted(task, List.of(host)));
        Outcome outcome = new Outcome(Outcome.Status.CHANGED, Map.of("changed", true), List.of(), Duration.ofMillis(3));
        summary.on(new Event.TaskEnded(task, host, null, false, outcome));
    }
}
