package io.hitless.cli.launch;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.cli.output.ExitCode;
import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class DriftFixTest {
    private static final List<String> WORDS = List.of("-i", "hosts.yml", "site.yml");

    private final List<String> asked = new ArrayList<>();
    private final List<List<String>> rolledOut = new ArrayList<>();

    private DriftFix fix(boolean confirmed, int exitCode) {
        return new DriftFix(
                question -> {
                    asked.add(question);
                    return confirmed;
                },
                words -> {
                    rolledOut.add(words);
                    return exitCode;
                });
    }

    private static DriftReport report(boolean complete, Map<String, State> hosts) {
        Map<String, DriftReport.Finding> findings = new LinkedHashMap<>();
        hosts.forEach((host, state) -> findings.put(
                host, new DriftReport.Finding(state, null, List.of(), List.of(), Instant.EPOCH, true, null)));
        return new DriftReport(
                "r1",
                List.of("site.yml"),
                Instant.EPOCH,
                Duration.ZERO,
                complete,
                List.of("lb1", "lb2", "lb3"),
                List.of(new DriftReport.Check("say it", "debug", false, "site.yml:1:1", findings)),
                null,
                List.of());
    }

    private static final Map<String, State> TWO_DRIFTED =
            Map.of("lb1", State.DRIFTED, "lb2", State.IN_SYNC, "lb3", State.DRIFTED);

    @Test
    void only_the_hosts_that_drifted_are_rolled_out_to() {
        int code = fix(true, ExitCode.OK).of(report(true, TWO_DRIFTED), WORDS, ExitCode.CHANGES);

        assertThat(code).isEqualTo(ExitCode.OK);
        assertThat(asked).containsExactly("Roll out to 2 hosts: lb1, lb3? [y/N]");
        assertThat(rolledOut).containsExactly(List.of("-i", "hosts.yml", "site.yml", "--limit=lb1,lb3"));
    }

    @Test
    void nothing_is_rolled_out_without_consent_or_drift_or_after_a_check_that_was_interrupted() {
        assertThat(fix(false, ExitCode.OK).of(report(true, TWO_DRIFTED), WORDS, ExitCode.CHANGES))
                .isEqualTo(ExitCode.CHANGES);
        assertThat(fix(true, ExitCode.OK).of(report(false, TWO_DRIFTED), WORDS, ExitCode.INTERRUPTED))
                .isEqualTo(ExitCode.INTERRUPTED);
        assertThat(fix(true, ExitCode.OK).of(report(true, Map.of("lb1", State.IN_SYNC)), WORDS, ExitCode.OK))
                .isEqualTo(ExitCode.OK);

        assertThat(rolledOut).isEmpty();
        assertThat(asked).hasSize(1);
    }

    @Test
    void hosts_that_could_not_be_checked_stay_a_failure_and_so_does_a_failed_rollout() {
        DriftReport report = report(true, Map.of("lb1", State.DRIFTED, "lb2", State.UNREACHABLE));

        assertThat(fix(true, ExitCode.OK).of(report, WORDS, ExitCode.UNREACHABLE_HOSTS))
                .isEqualTo(ExitCode.UNREACHABLE_HOSTS);
        assertThat(fix(true, ExitCode.FAILED_HOSTS).of(report, WORDS, ExitCode.UNREACHABLE_HOSTS))
                .isEqualTo(ExitCode.FAILED_HOSTS);
    }

    @Test
    void a_check_ends_with_its_worst_host_and_what_is_unknown_counts_if_strict() {
        assertThat(ExitCode.of(report(true, TWO_DRIFTED), false)).isEqualTo(ExitCode.CHANGES);
        assertThat(ExitCode.of(report(true, Map.of("lb1", State.DRIFTED, "lb2", State.FAILED)), false))
                .isEqualTo(ExitCode.FAILED_HOSTS);
        assertThat(ExitCode.of(report(true, Map.of("lb1", State.FAILED, "lb2", State.UNREACHABLE)), false))
                .isEqualTo(ExitCode.UNREACHABLE_HOSTS);
        assertThat(ExitCode.of(report(true, Map.of("lb1", State.UNKNOWN)), false))
                .isEqualTo(ExitCode.OK);
        assertThat(ExitCode.of(report(true, Map.of("lb1", State.UNKNOWN)), true))
                .isEqualTo(ExitCode.CHANGES);
        assertThat(ExitCode.of(report(false, Map.of("lb1", State.IN_SYNC)), false))
                .isEqualTo(ExitCode.INTERRUPTED);
    }
}
