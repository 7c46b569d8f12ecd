package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.Forecast.Finding;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ForecastJsonTest {
    private static final Outcome.Diff DIFF = new Outcome.Diff("/x", "a", "b");

    private static Forecast forecast(boolean complete) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        findings.put("a", new Finding.InSync());
        findings.put("b", new Finding.Skipped());
        findings.put("c", new Finding.Change(List.of(DIFF), List.of("x")));
        findings.put("d", new Finding.Unknown("who knows", List.of(DIFF)));
        findings.put("e", new Finding.Failed("no", true));
        findings.put("f", new Finding.Unreachable("no route"));
        return new Forecast(
                List.of(new Forecast.PlayBatches(
                        "web", List.of(List.of("a", "b"), List.of("c")), List.of("one by one"))),
                List.of(new Forecast.Step("put", "copy", true, "site.yml:3:5", findings, Map.of("c", "mark"))),
                List.copyOf(findings.keySet()),
                complete);
    }

    @Test
    void a_forecast_is_read_as_it_was_written() {
        assertThat(ForecastJson.read(ForecastJson.marked(forecast(true)))).isEqualTo(forecast(true));
        assertThat(ForecastJson.read(ForecastJson.marked(forecast(false)))).isEqualTo(forecast(false));
    }

    @Test
    void what_is_shown_has_no_marks() {
        assertThat(ForecastJson.read(ForecastJson.of(forecast(true)))
                        .steps()
                        .getFirst()
                        .marks())
                .isEmpty();
    }

    @Test
    void hosts_and_the_whole_have_verdicts_and_counts() {
        Map<String, Object> json = ForecastJson.of(forecast(true));
        assertThat(json).containsEntry("verdict", "unreachable").containsEntry("coverage", 75);
        assertThat(ForecastJson.of(forecast(false))).containsEntry("verdict", "incomplete");
        assertThat(((Map<?, ?>) json.get("hosts")).get("c"))
                .isEqualTo(Map.of(
                        "verdict",
                        "change",
                        "coverage",
                        100,
                        "changes",
                        1,
                        "unknown",
                        0,
                        "in_sync",
                        0,
                        "failed",
                        0,
                        "unreachable",
                        0,
                        "skipped",
                        0));
        assertThat(String.valueOf(((Map<?, ?>) json.get("hosts")).get("b")))
                .as("nothing to check")
                .doesNotContain("coverage");
    }

    @Test
    void a_later_version_and_an_unknown_state_are_refused() {
        Map<String, Object> later = new HashMap<>(ForecastJson.of(forecast(true)));
        later.put("v", 2);
        assertThatThrownBy(() -> ForecastJson.read(later)).isInstanceOf(IllegalArgumentException.class);
        Map<String, Object> odd = new HashMap<>(ForecastJson.of(forecast(true)));
        odd.put(
                "steps",
                List.of(Map.of(
                        "task",
                        "put",
                        "action",
                        "copy",
                        "handler",
                        false,
                        "at",
                        "x",
                        "findings",
                        List.of(Map.of("hosts", List.of("a"), "state", "odd")))));
        assertThatThrownBy(() -> ForecastJson.read(odd))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("'odd' is no state");
    }
}
