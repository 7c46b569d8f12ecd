package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Forecast.Finding;
import io.hitless.event.Forecast.Tally;
import io.hitless.event.Forecast.Verdict;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class ForecastTest {
    private static final Finding IN_SYNC = new Finding.InSync();
    private static final Finding SKIPPED = new Finding.Skipped();
    private static final Finding CHANGE = new Finding.Change(List.of(), List.of());
    private static final Finding UNKNOWN = new Finding.Unknown("who knows", List.of());
    private static final Finding FAILED = new Finding.Failed("no", false);
    private static final Finding IGNORED = new Finding.Failed("no", true);
    private static final Finding UNREACHABLE = new Finding.Unreachable("no route");

    /** A forecast of one host: a step for each finding. */
    private static Forecast of(Finding... findings) {
        List<Forecast.Step> steps = List.of(findings).stream()
                .map(finding -> step(Map.of("a", finding)))
                .toList();
        return new Forecast(List.of(), steps, List.of("a"), true);
    }

    private static Forecast.Step step(Map<String, Finding> findings) {
        return new Forecast.Step("one", "ping", false, "site.yml:1:1", findings, Map.of());
    }

    @Test
    void findings_are_counted_by_kind_and_an_ignored_failure_is_in_sync() {
        assertThat(of(IN_SYNC, IGNORED, CHANGE, UNKNOWN, FAILED, UNREACHABLE, SKIPPED, SKIPPED)
                        .tally("a"))
                .isEqualTo(new Tally(2, 1, 1, 1, 1, 2));
    }

    @Test
    void the_tally_of_all_hosts_is_the_sum_of_theirs() {
        Map<String, Finding> findings = new LinkedHashMap<>();
        findings.put("a", CHANGE);
        findings.put("b", IN_SYNC);
        Forecast forecast = new Forecast(
                List.of(), List.of(step(findings), step(Map.of("b", CHANGE))), List.of("a", "b", "c"), true);
        assertThat(forecast.tally(null)).isEqualTo(new Tally(1, 2, 0, 0, 0, 0));
        assertThat(forecast.tally("b")).isEqualTo(new Tally(1, 1, 0, 0, 0, 0));
        assertThat(forecast.tally("c")).isEqualTo(new Tally(0, 0, 0, 0, 0, 0));
        assertThat(forecast.of("b")).hasSize(2);
        assertThat(forecast.of("a")).containsExactly(step(findings));
    }

    @Test
    void the_worst_finding_is_the_verdict() {
        assertThat(verdict(SKIPPED, IN_SYNC, IGNORED)).isEqualTo(Verdict.IN_SYNC);
        assertThat(verdict(IN_SYNC, UNKNOWN)).isEqualTo(Verdict.UNKNOWN);
        assertThat(verdict(UNKNOWN, CHANGE)).isEqualTo(Verdict.CHANGE);
        assertThat(verdict(CHANGE, FAILED)).isEqualTo(Verdict.FAILED);
        assertThat(verdict(FAILED, UNREACHABLE)).isEqualTo(Verdict.UNREACHABLE);
    }

    private static Verdict verdict(Finding... findings) {
        Verdict verdict = of(findings).tally("a").verdict();
        assertThat(of(findings).hosts(verdict)).containsExactly("a");
        assertThat(of(findings).hosts(verdict == Verdict.FAILED ? Verdict.CHANGE : Verdict.FAILED))
                .isEmpty();
        return verdict;
    }

    @Test
    void the_coverage_leaves_out_skips_and_lost_hosts_and_is_rounded_down() {
        assertThat(of(CHANGE, IN_SYNC, UNKNOWN, SKIPPED, UNREACHABLE)
                        .tally(null)
                        .coverage())
                .isEqualTo(OptionalInt.of(66));
        assertThat(of(CHANGE, IN_SYNC, UNKNOWN, SKIPPED, UNREACHABLE)
                        .tally(null)
                        .counted())
                .isEqualTo(3);
        assertThat(of(FAILED).tally(null).coverage()).isEqualTo(OptionalInt.of(100));
        assertThat(of(UNKNOWN).tally(null).coverage()).isEqualTo(OptionalInt.of(0));
        assertThat(of(SKIPPED, UNREACHABLE).tally(null).coverage()).isEmpty();
    }
}
