package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.DriftReport.Check;
import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class DriftReportTest {
    private static final Finding IN_SYNC = finding(State.IN_SYNC, null);
    private static final Finding DRIFTED = finding(State.DRIFTED, null);
    private static final Finding FAILED = finding(State.FAILED, null);
    private static final Finding IGNORED = finding(State.DRIFTED, new DriftReport.Ignored("known", null, "rules:1:1"));

    private final Check one = check("one", "a", DRIFTED, "b", IN_SYNC, "c", IGNORED);
    private final Check two = check("two", "a", FAILED, "b", IN_SYNC);
    private final DriftReport report = new DriftReport(
            "r1",
            List.of("site.yml"),
            Instant.EPOCH,
            Duration.ZERO,
            true,
            List.of("a", "b", "c", "d"),
            List.of(one, two),
            null,
            List.of());

    private static Finding finding(State state, DriftReport.@Nullable Ignored ignored) {
        return new Finding(state, null, List.of(), List.of(), null, false, ignored);
    }

    private static Check check(String name, Object... findings) {
        Map<String, Finding> byHost = new LinkedHashMap<>();
        for (int i = 0; i < findings.length; i += 2) {
            byHost.put((String) findings[i], (Finding) findings[i + 1]);
        }
        return new Check(name, "copy", false, "site.yml:1:1", byHost);
    }

    @Test
    void the_worst_finding_is_the_state_of_a_host_and_what_is_ignored_is_no_drift() {
        assertThat(List.of(report.state("a"), report.state("b"), report.state("c"), report.state("d")))
                .containsExactly(State.FAILED, State.IN_SYNC, State.IN_SYNC, State.IN_SYNC);
    }

    @Test
    void a_host_that_drifted_is_listed_also_where_it_is_worse() {
        assertThat(report.drifted()).containsExactly("a");
    }

    @Test
    void hosts_without_a_finding_were_not_looked_at() {
        assertThat(report.looked()).containsExactly("a", "b", "c");
        assertThat(report.unseen()).containsExactly("d");
        assertThat(report.byState())
                .containsEntry(State.FAILED, List.of("a"))
                .containsEntry(State.IN_SYNC, List.of("b", "c"))
                .containsEntry(State.UNREACHABLE, List.of())
                .hasSize(State.values().length);
    }

    @Test
    void findings_of_a_host_are_in_the_order_of_the_checks() {
        assertThat(report.of("a")).containsExactly(Map.entry(one, DRIFTED), Map.entry(two, FAILED));
        assertThat(report.of("c")).containsOnlyKeys(one);
    }

    @Test
    void hosts_with_the_same_finding_are_grouped() {
        assertThat(DriftReport.grouped(check("x", "a", DRIFTED, "b", IN_SYNC, "c", DRIFTED)))
                .containsExactly(Map.entry(DRIFTED, List.of("a", "c")), Map.entry(IN_SYNC, List.of("b")));
    }

    @Test
    void findings_are_counted_on_the_hosts_asked_for() {
        assertThat(report.count(State.IN_SYNC, Set.of("b", "c"))).isEqualTo(3);
        assertThat(report.count(State.DRIFTED, Set.of("a", "b", "c"))).isEqualTo(1);
        assertThat(report.count(State.DRIFTED, Set.of("c"))).isZero();
    }
}
