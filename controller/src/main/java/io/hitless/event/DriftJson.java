package io.hitless.event;

import static io.hitless.event.JsonFields.diffs;
import static io.hitless.event.JsonFields.expectVersion;
import static io.hitless.event.JsonFields.flag;
import static io.hitless.event.JsonFields.map;
import static io.hitless.event.JsonFields.maps;
import static io.hitless.event.JsonFields.optional;
import static io.hitless.event.JsonFields.putDiffs;
import static io.hitless.event.JsonFields.text;
import static io.hitless.event.JsonFields.texts;
import static io.hitless.event.JsonFields.time;

import io.hitless.event.DriftReport.Check;
import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.Ignored;
import io.hitless.event.DriftReport.Place;
import io.hitless.event.DriftReport.State;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Converts a {@link DriftReport} to plain maps and lists, and back. Findings are grouped by hosts. docs/drift.md
 * describes the format.
 */
public final class DriftJson {
    private static final int VERSION = 1;

    private DriftJson() {}

    public static Map<String, Object> of(DriftReport report) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("v", VERSION);
        out.put("run", report.run());
        out.put("state", name(report.state()));
        out.put("complete", report.complete());
        out.put("playbooks", report.playbooks());
        out.put("started", report.started().toString());
        out.put("milliseconds", report.took().toMillis());
        if (report.before() != null) {
            out.put("before", report.before());
        }
        report.coverage().ifPresent(percent -> out.put("coverage", percent));
        List<Finding> all = new ArrayList<>();
        report.checks().forEach(check -> all.addAll(check.findings().values()));
        out.put("counts", counts(all));
        Map<String, Object> hosts = new LinkedHashMap<>();
        for (String host : report.looked()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("state", name(report.state(host)));
            entry.putAll(counts(report.of(host).values()));
            hosts.put(host, entry);
        }
        out.put("hosts", hosts);
        List<String> unseen = report.unseen();
        if (!unseen.isEmpty()) {
            out.put("not_looked_at", unseen);
        }
        out.put(
                "checks",
                report.checks().stream()
                        .map(check -> check(check, report.started()))
                        .toList());
        out.put("returned", report.returned().stream().map(DriftJson::place).toList());
        return out;
    }

    /** Returns the name of a state in all formats: {@code in_sync}. */
    public static String name(State state) {
        return state.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> counts(Collection<Finding> findings) {
        Map<State, Integer> counts = new EnumMap<>(State.class);
        findings.forEach(finding -> counts.merge(finding.counted(), 1, Integer::sum));
        Map<String, Object> out = new LinkedHashMap<>();
        for (State state : State.values()) {
            out.put(name(state), counts.getOrDefault(state, 0));
        }
        return out;
    }

    private static Map<String, Object> check(Check check, Instant now) {
        Map<String, Object> out = new LinkedHashMap<>();
        State worst = State.IN_SYNC;
        for (Finding finding : check.findings().values()) {
            worst = finding.counted().compareTo(worst) < 0 ? finding.counted() : worst;
        }
        out.put("task", check.name());
        out.put("action", check.action());
        out.put("handler", check.handler());
        out.put("at", check.at());
        out.put("state", name(worst));
        List<Map<String, Object>> findings = new ArrayList<>();
        DriftReport.grouped(check).forEach((finding, hosts) -> findings.add(finding(finding, hosts, now)));
        out.put("findings", findings);
        return out;
    }

    private static Map<String, Object> finding(Finding finding, List<String> hosts, Instant now) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("hosts", hosts);
        out.put("state", name(finding.state()));
        if (finding.why() != null) {
            out.put("why", finding.why());
        }
        putDiffs(finding.diffs(), out);
        if (!finding.items().isEmpty()) {
            out.put("items", finding.items());
        }
        if (finding.firstSeen() != null) {
            out.put("first_seen", finding.firstSeen().toString());
            out.put("last_seen", now.toString());
            out.put("new", finding.isNew());
        }
        Ignored ignored = finding.ignored();
        if (ignored != null) {
            Map<String, Object> rule = new LinkedHashMap<>();
            rule.put("reason", ignored.reason());
            if (ignored.until() != null) {
                rule.put("until", ignored.until());
            }
            rule.put("at", ignored.at());
            out.put("ignored", rule);
        }
        return out;
    }

    private static Map<String, Object> place(Place place) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("host", place.host());
        out.put("task", place.check());
        out.put("at", place.at());
        out.put("first_seen", place.firstSeen().toString());
        out.put("last_seen", place.lastSeen().toString());
        return out;
    }

    /**
     * Reads a report from this format.
     *
     * @throws IllegalArgumentException if the value is not a report, or has a later version
     */
    public static DriftReport read(Map<?, ?> json) {
        expectVersion(json, VERSION, "drift report");
        return new DriftReport(
                text(json, "run"),
                texts(json, "playbooks"),
                time(json, "started"),
                Duration.ofMillis(json.get("milliseconds") instanceof Number ms ? ms.longValue() : 0),
                flag(json, "complete"),
                Stream.concat(
                                map(json.get("hosts")).keySet().stream().map(String::valueOf),
                                texts(json, "not_looked_at").stream())
                        .toList(),
                maps(json, "checks").stream().map(DriftJson::readCheck).toList(),
                optional(json, "before"),
                maps(json, "returned").stream().map(DriftJson::readPlace).toList());
    }

    private static Check readCheck(Map<?, ?> json) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (Map<?, ?> each : maps(json, "findings")) {
            Finding finding = readFinding(each);
            texts(each, "hosts").forEach(host -> findings.put(host, finding));
        }
        return new Check(text(json, "task"), text(json, "action"), flag(json, "handler"), text(json, "at"), findings);
    }

    private static Finding readFinding(Map<?, ?> json) {
        String first = optional(json, "first_seen");
        return new Finding(
                State.valueOf(text(json, "state").toUpperCase(Locale.ROOT)),
                optional(json, "why"),
                diffs(json),
                texts(json, "items"),
                first == null ? null : Instant.parse(first),
                flag(json, "new"),
                json.get("ignored") instanceof Map<?, ?> rule
                        ? new Ignored(text(rule, "reason"), optional(rule, "until"), text(rule, "at"))
                        : null);
    }

    private static Place readPlace(Map<?, ?> json) {
        return new Place(
                text(json, "host"),
                text(json, "task"),
                text(json, "at"),
                time(json, "first_seen"),
                time(json, "last_seen"));
    }
}
