package io.hitless.report.export;

import io.hitless.event.DriftReport.State;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The result of a run as a JSON object: the last line of {@code --output json}, and the body of a webhook.
 * docs/events.schema.json describes it.
 */
public final class VerdictJson {
    private static final int VERSION = 1;

    private VerdictJson() {}

    public static Map<String, @Nullable Object> of(RunResult result) {
        RunMetadata head = result.head();
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("run", head.id());
        out.put("v", VERSION);
        out.put("type", "verdict");
        out.put("state", result.word());
        out.put("exit_code", (long) result.exitCode());
        out.put("kind", head.kind());
        out.put("check", head.check());
        out.put("playbooks", head.playbooks());
        out.put("inventories", head.inventories());
        if (head.limit() != null) {
            out.put("limit", head.limit());
        }
        out.put("user", head.user());
        out.put("bastion", head.bastion());
        out.put("version", head.version());
        out.put("started", time(head.started()));
        out.put("ended", time(result.ended()));
        out.put("seconds", result.took().toMillis() / 1e3);
        result.coverage().ifPresent(share -> out.put("coverage", share));
        out.put("changes", result.changes());
        out.put("host_counts", counts(result.hostsByState()));
        out.put("task_counts", counts(result.tasksByState()));
        out.put("hosts", result.hosts().stream().map(VerdictJson::host).toList());
        out.put("findings", result.findings().stream().map(VerdictJson::finding).toList());
        return out;
    }

    static String time(Instant time) {
        return time.truncatedTo(ChronoUnit.MILLIS).toString();
    }

    private static Map<String, @Nullable Object> counts(Map<State, Integer> states) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        states.forEach((state, count) -> out.put(RunResult.word(state), (long) count));
        return out;
    }

    private static Map<String, @Nullable Object> host(RunResult.Host host) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("host", host.name());
        out.put("state", RunResult.word(host.state()));
        out.put("changes", host.tasks().stream().filter(RunResult.Task::changed).count());
        return out;
    }

    private static Map<String, @Nullable Object> finding(RunResult.Finding finding) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        out.put("task", finding.task());
        out.put("at", finding.at());
        out.put("state", RunResult.word(finding.state()));
        if (finding.why() != null) {
            out.put("why", finding.why());
        }
        out.put("hosts", List.copyOf(finding.hosts()));
        return out;
    }
}
