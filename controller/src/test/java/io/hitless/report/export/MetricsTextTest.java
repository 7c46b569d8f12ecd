package io.hitless.report.export;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Metrics are what their readers take, and tell the truth also of runs that did not end well. */
class MetricsTextTest {
    private static final String LABELS = "{kind=\"rollout\",playbook=\"site.yml\",inventory=\"hosts"
            + " \\\"a\\\\b\\\".ini\",limit=\"\",check=\"false\"} ";

    private static RunResult check() {
        return RunResults.of(RunResults.head(true), RunResults.check(), true, 4);
    }

    private static RunResult good() {
        RunResult nothing = nothing();
        return new RunResult(
                nothing.head(),
                nothing.ended(),
                nothing.ending(),
                0,
                List.of(new RunResult.Host("lb1", DriftReport.State.IN_SYNC, List.of())));
    }

    private static RunResult nothing() {
        return RunResults.of(RunResults.head(false), List.of(new Event.RunEnded(Map.of(), false)), true, 0);
    }

    private static RunResult cutOff() {
        return RunResults.of(RunResults.head(false), List.of(), false, 1);
    }

    @Test
    void hosts_and_tasks_are_counted_by_state() {
        assertThat(MetricsText.of(check(), null).lines())
                .anyMatch(line -> line.startsWith("hitless_hosts{") && line.endsWith("state=\"drifted\"} 1"))
                .anyMatch(line -> line.startsWith("hitless_tasks{") && line.endsWith("state=\"in_sync\"} 3"))
                .anyMatch(line ->
                        line.startsWith("hitless_host_state{") && line.endsWith("host=\"h3\",state=\"failed\"} 1"))
                .anyMatch(line -> line.startsWith("hitless_coverage_ratio{") && line.endsWith(" 0.833"))
                .anyMatch(line -> line.startsWith("hitless_run_duration_seconds{") && line.endsWith(" 12.345"))
                .noneMatch(line -> line.startsWith("hitless_last_success"));
    }

    @Test
    void certificates_that_a_task_saw_have_their_end() {
        RunResult nothing = nothing();
        RunResult result = new RunResult(
                nothing.head(),
                nothing.ended(),
                nothing.ending(),
                0,
                List.of(new RunResult.Host(
                        "lb1", DriftReport.State.IN_SYNC, List.of(), Map.of("/etc/haproxy/certs/a.pem", 1798670871L))));
        assertThat(MetricsText.of(result, null).lines())
                .anyMatch(line -> line.startsWith("hitless_certificate_expiry_timestamp_seconds{")
                        && line.endsWith("host=\"lb1\",certificate=\"/etc/haproxy/certs/a.pem\"} 1798670871"));
        assertThat(MetricsText.of(good(), null)).doesNotContain("certificate");
    }

    @Test
    void the_last_success_is_kept_by_runs_that_are_none() {
        String success = "hitless_last_success_timestamp_seconds" + LABELS + "1772600780.145";
        String first = MetricsText.of(good(), null);
        assertThat(first.lines()).contains(success);

        String second = MetricsText.of(cutOff(), first);
        assertThat(second.lines()).contains(success);
        assertThat(MetricsText.of(cutOff(), second).lines()).contains(success);
    }

    @Test
    void a_run_without_hosts_is_no_success_and_has_no_coverage() {
        assertThat(MetricsText.of(nothing(), null)).doesNotContain("hitless_last_success", "hitless_coverage_ratio");
    }

    @Test
    void the_last_success_of_another_scope_is_not_taken_over() {
        assertThat(MetricsText.of(cutOff(), MetricsText.of(check(), null))).doesNotContain("hitless_last_success");
    }

    @Test
    void every_sample_is_declared_once_and_the_end_is_marked() {
        Set<String> declared = new HashSet<>();
        List<String> lines = MetricsText.of(check(), null).lines().toList();
        for (String line : lines.subList(0, lines.size() - 1)) {
            String[] words = line.split("[ {]", 4);
            if (line.startsWith("# TYPE")) {
                assertThat(declared.add(words[2])).as(line).isTrue();
            } else {
                assertThat(declared).as(line).contains(line.startsWith("#") ? words[2] : words[0]);
            }
        }
        assertThat(lines.getLast()).isEqualTo("# EOF");
    }

    @Test
    void promtool_has_nothing_to_say() throws IOException, InterruptedException {
        Needed.programs("promtool");
        Process promtool = new ProcessBuilder("promtool", "check", "metrics")
                .redirectErrorStream(true)
                .start();
        promtool.getOutputStream()
                .write(MetricsText.of(check(), MetricsText.of(good(), null)).getBytes(StandardCharsets.UTF_8));
        promtool.getOutputStream().close();

        String said = new String(promtool.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(promtool.waitFor()).as(said).isZero();
        assertThat(said).isEmpty();
    }
}
