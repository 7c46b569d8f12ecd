package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HostGroupingTest {
    @Test
    void hosts_with_the_same_finding_are_grouped_in_order() {
        Map<String, Forecast.Finding> findings = new LinkedHashMap<>();
        findings.put("a", new Forecast.Finding.Change(List.of(), List.of()));
        findings.put("b", new Forecast.Finding.InSync());
        findings.put("c", new Forecast.Finding.Change(List.of(), List.of()));
        findings.put("d", new Forecast.Finding.Change(List.of(), List.of("item")));
        Forecast.Step step = new Forecast.Step("t", "copy", false, "f:1:1", findings, Map.of());
        assertThat(HostGrouping.of(step))
                .extracting(HostGrouping::hosts)
                .containsExactly(List.of("a", "c"), List.of("b"), List.of("d"));
    }
}
