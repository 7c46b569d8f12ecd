package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.DriftReport.Check;
import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.Ignored;
import io.hitless.event.DriftReport.Place;
import io.hitless.event.DriftReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

class DriftJsonTest {
    private static final Instant NOW = Instant.parse("2026-11-22T10:00:00Z");
    private static final Instant BEFORE = Instant.parse("2026-11-20T10:00:00Z");

    @Test
    void a_report_is_read_back_as_it_was() {
        DriftReport report = report();

        Map<?, ?> json = (Map<?, ?>) Objects.requireNonNull(ValueJson.read(ValueJson.write(DriftJson.of(report))));

        assertThat(DriftJson.read(json)).isEqualTo(report);
    }

    @Test
    void each_host_and_task_has_a_state_and_findings_are_folded() {
        Map<String, Object> json = DriftJson.of(report());

        assertThat(json).containsEntry("state", "unreachable").containsEntry("coverage", 80);
        assertThat(json.get("counts"))
                .isEqualTo(Map.of("unreachable", 1, "failed", 0, "drifted", 2, "unknown", 1, "in_sync", 2));
        assertThat(json.get("hosts"))
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .extractingByKey("lb1")
                .asInstanceOf(InstanceOfAssertFactories.MAP)
                .containsEntry("state", "drifted")
                .containsEntry("in_sync", 0)
                .containsEntry("unknown", 1);
        Map<?, ?> check = (Map<?, ?>) ((List<?>) Objects.requireNonNull(json.get("checks"))).getFirst();
        assertThat(check.get("state")).isEqualTo("unreachable");
        Map<?, ?> folded = (Map<?, ?>) ((List<?>) check.get("findings")).getFirst();
        assertThat(folded.get("hosts")).isEqualTo(List.of("lb1", "lb2"));
        assertThat(folded.get("first_seen")).isEqualTo("2026-11-20T10:00:00Z");
        assertThat(folded.get("last_seen")).isEqualTo("2026-11-22T10:00:00Z");
    }

    @Test
    void what_is_no_report_is_refused() {
        assertThatThrownBy(() -> DriftJson.read(Map.of("v", 2)))
                .hasMessage("a drift report of version 2, and 1 is known");
        assertThatThrownBy(() -> DriftJson.read(Map.of("v", 1))).hasMessage("'run' is missing");
    }

    private static DriftReport report() {
        Finding drift = new Finding(
                State.DRIFTED,
                null,
                List.of(new Outcome.Diff("/etc/motd", "a", "b")),
                List.of("x"),
                BEFORE,
                false,
                null);
        Finding same = new Finding(State.IN_SYNC, null, List.of(), List.of(), null, false, null);
        Map<String, Finding> first = new LinkedHashMap<>();
        first.put("lb1", drift);
        first.put("lb2", drift);
        first.put("lb3", new Finding(State.UNREACHABLE, "no route", List.of(), List.of(), NOW, true, null));
        Map<String, Finding> second = new LinkedHashMap<>();
        second.put("lb1", new Finding(State.UNKNOWN, "a command", List.of(), List.of(), NOW, true, null));
        second.put("lb2", same);
        second.put(
                "lb4",
                new Finding(
                        State.DRIFTED,
                        null,
                        List.of(),
                        List.of(),
                        NOW,
                        true,
                        new Ignored("why", "2027-01-31", "site.drift.yml:1:3")));
        return new DriftReport(
                "20261122-100000-abcd",
                List.of("site.yml"),
                NOW,
                Duration.ofMillis(1234),
                true,
                List.of("lb1", "lb2", "lb3", "lb4"),
                List.of(
                        new Check("motd", "copy", false, "site.yml:3:7", first),
                        new Check("index", "command", true, "site.yml:5:7", second)),
                "20261121-100000-abcd",
                List.of(new Place("lb2", "index", "site.yml:5:7", BEFORE, BEFORE)));
    }
}
