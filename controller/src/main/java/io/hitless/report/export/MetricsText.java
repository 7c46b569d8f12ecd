package io.hitless.report.export;

import io.hitless.event.DriftReport.State;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run as OpenMetrics text, for node_exporter's textfile collector: how it ended, when, how long it took, and counts
 * of hosts and tasks by state, and when certificates end. All are gauges: the file describes the last run only.
 */
public final class MetricsText {
    private static final String LAST_SUCCESS = "hitless_last_success_timestamp_seconds";

    private final StringBuilder out = new StringBuilder();
    private final Map<String, String> labels = new LinkedHashMap<>();

    private MetricsText(RunMetadata head) {
        labels.put("kind", head.kind());
        labels.put("playbook", String.join(" ", head.playbooks()));
        labels.put("inventory", String.join(" ", head.inventories()));
        labels.put("limit", Objects.requireNonNullElse(head.limit(), ""));
        labels.put("check", String.valueOf(head.check()));
    }

    /**
     * @param before the previous text of the metrics file; if this run failed, the time of the last success is taken
     *     from it
     * @return the text; each line ends with a line feed
     */
    public static String of(RunResult result, @Nullable String before) {
        MetricsText text = new MetricsText(result.head());
        text.write(result, before);
        return text.out.toString();
    }

    private void write(RunResult result, @Nullable String before) {
        one("hitless_last_run_timestamp_seconds", "When the last run ended.", seconds(result.ended()));
        String success = succeeded(result) ? seconds(result.ended()) : earlier(before);
        if (success != null) {
            one(
                    LAST_SUCCESS,
                    "When a run last ended with no host failed or unreachable. Drift that a check"
                            + " finds is not a failure.",
                    success);
        }
        one(
                "hitless_run_duration_seconds",
                "How long the last run took.",
                number(result.took().toMillis() / 1e3));
        one(
                "hitless_run_exit_code",
                "Exit code of the last run: 0 ok, 2 failed, 3 drifted, 4 unreachable.",
                String.valueOf(result.exitCode()));
        byState("hitless_hosts", "Hosts of the last run, by state.", result.hostsByState());
        byState("hitless_tasks", "Tasks on hosts of the last run, by state.", result.tasksByState());
        one(
                "hitless_task_changes",
                "Tasks on hosts that changed something in the last run, or would change it.",
                String.valueOf(result.changes()));
        result.coverage()
                .ifPresent(share ->
                        one("hitless_coverage_ratio", "Share of the checks whose result is known.", number(share)));
        head("hitless_host_state", "State of each host: 1 for the state it has.");
        for (RunResult.Host host : result.hosts()) {
            sample("hitless_host_state", Map.of("host", host.name(), "state", RunResult.word(host.state())), "1");
        }
        head("hitless_host_duration_seconds", "Total time of all tasks of each host.");
        for (RunResult.Host host : result.hosts()) {
            long nanos = host.tasks().stream()
                    .mapToLong(task -> task.took().toNanos())
                    .sum();
            sample("hitless_host_duration_seconds", Map.of("host", host.name()), number(nanos / 1e9));
        }
        certificates(result.hosts());
        out.append("# EOF\n");
    }

    private void certificates(List<RunResult.Host> hosts) {
        String name = "hitless_certificate_expiry_timestamp_seconds";
        if (hosts.stream().anyMatch(host -> !host.expiries().isEmpty())) {
            head(name, "When each certificate that a task saw on a host ends.");
            for (RunResult.Host host : hosts) {
                host.expiries()
                        .forEach((path, end) ->
                                sample(name, Map.of("host", host.name(), "certificate", path), String.valueOf(end)));
            }
        }
    }

    private static boolean succeeded(RunResult result) {
        return result.ending() == RunResult.Ending.COMPLETE
                && !result.hosts().isEmpty()
                && result.state() != State.FAILED
                && result.state() != State.UNREACHABLE;
    }

    private @Nullable String earlier(@Nullable String before) {
        String line = LAST_SUCCESS + labels(Map.of()) + " ";
        return before == null
                ? null
                : before.lines()
                        .filter(each -> each.startsWith(line))
                        .map(each -> each.substring(line.length()))
                        .findFirst()
                        .orElse(null);
    }

    private void byState(String name, String help, Map<State, Integer> counts) {
        head(name, help);
        counts.forEach((state, count) -> sample(name, Map.of("state", RunResult.word(state)), String.valueOf(count)));
    }

    private void one(String name, String help, String value) {
        head(name, help);
        sample(name, Map.of(), value);
    }

    private void head(String name, String help) {
        out.append("# TYPE ").append(name).append(" gauge\n");
        for (String unit : List.of("seconds", "ratio")) {
            if (name.endsWith("_" + unit)) {
                out.append("# UNIT ").append(name).append(' ').append(unit).append('\n');
            }
        }
        out.append("# HELP ").append(name).append(' ').append(help).append('\n');
    }

    private void sample(String name, Map<String, String> more, String value) {
        out.append(name).append(labels(more)).append(' ').append(value).append('\n');
    }

    private String labels(Map<String, String> more) {
        StringBuilder text = new StringBuilder("{");
        labels.forEach((name, value) ->
                text.append(name).append("=\"").append(escaped(value)).append("\","));
        for (String name : List.of("host", "state", "certificate")) {
            if (more.containsKey(name)) {
                text.append(name)
                        .append("=\"")
                        .append(escaped(Objects.requireNonNull(more.get(name))))
                        .append("\",");
            }
        }
        text.setLength(text.length() - 1);
        return text.append('}').toString();
    }

    private static String escaped(String value) {
        return value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    }

    private static String seconds(Instant time) {
        return number(time.toEpochMilli() / 1e3);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.3f", value);
    }
}
