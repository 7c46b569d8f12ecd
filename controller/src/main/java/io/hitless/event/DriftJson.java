package io.hitless.event;

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
import org.jspecify.annotations.Nullable;

/** A {@link DriftReport} as plain maps and lists, and back. Findings are folded over hosts. The shape is described in docs/drift.md. */
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
        out.put("coverage", report.coverage());
        List<Finding> all = new ArrayList<>();
        report.checks().forEach(check -> all.addAll(check.findings().values()));
        out.put("counts", counts(all));
        Map<String, Object> hosts = new LinkedHashMap<>();
        for (String host : report.hosts()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("state", name(report.state(host)));
            entry.putAll(counts(report.of(host).values()));
            hosts.put(host, entry);
        }
        out.put("hosts", hosts);
        out.put("checks", report.checks().stream().map(check -> check(check, report.started())).toList());
        out.put("returned", report.returned().stream().map(DriftJson::place).toList());
        return out;
    }

    /** As a state is written everywhere: {@code in_sync}. */
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
        DriftReport.folded(check).forEach((finding, hosts) -> findings.add(finding(finding, hosts, now)));
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
        if (!finding.diffs().isEmpty()) {
            out.put("diffs", finding.diffs().stream().map(DriftJson::diff).toList());
        }
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

    private static Map<String, Object> diff(Outcome.Diff diff) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("label", diff.label());
        out.put("before", diff.before());
        out.put("after", diff.after());
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
     * The report that this was made of.
     *
     * @throws IllegalArgumentException if it is none, or of a later version
     */
    public static DriftReport read(Map<?, ?> json) {
        if (!(json.get("v") instanceof Number v) || v.intValue() != VERSION) {
            throw new IllegalArgumentException("a drift report of version " + json.get("v") + ", and " + VERSION + " is known");
        }
        return new DriftReport(
                text(json, "run"),
                texts(json, "playbooks"),
                time(json, "started"),
                Duration.ofMillis(json.get("milliseconds") instanceof Number ms ? ms.longValue() : 0),
                Boolean.TRUE.equals(json.get("complete")),
                map(json.get("hosts")).keySet().stream().map(String::valueOf).toList(),
                list(json, "checks").stream().map(check -> readCheck(map(check))).toList(),
                optional(json, "before"),
                list(json, "returned").stream().map(place -> readPlace(map(place))).toList());
    }

    private static Check readCheck(Map<?, ?> json) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (Object each : list(json, "findings")) {
            Finding finding = readFinding(map(each));
            texts(map(each), "hosts").forEach(host -> findings.put(host, finding));
        }
        return new Check(text(json, "task"), text(json, "action"), Boolean.TRUE.equals(json.get("handler")), text(json, "at"), findings);
    }

    private static Finding readFinding(Map<?, ?> json) {
        String first = optional(json, "first_seen");
        return new Finding(
                State.valueOf(text(json, "state").toUpperCase(Locale.ROOT)),
                optional(json, "why"),
                list(json, "diffs").stream().map(diff -> readDiff(map(diff))).toList(),
                texts(json, "items"),
                first == null ? null : Instant.parse(first),
                Boolean.TRUE.equals(json.get("new")),
                json.get("ignored") instanceof Map<?, ?> rule
                        ? new Ignored(text(rule, "reason"), optional(rule, "until"), text(rule, "at"))
                        : null);
    }

    private static Outcome.Diff readDiff(Map<?, ?> json) {
        return new Outcome.Diff(text(json, "label"), text(json, "before"), text(json, "after"));
    }

    private static Place readPlace(Map<?, ?> json) {
        return new Place(text(json, "host"), text(json, "task"), text(json, "at"), time(json, "first_seen"), time(json, "last_seen"));
    }

    private static Instant time(Map<?, ?> json, String name) {
        return Instant.parse(text(json, name));
    }

    private static String text(Map<?, ?> json, String name) {
        String text = optional(json, name);
        if (text == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return text;
    }

    private static @Nullable String optional(Map<?, ?> json, String name) {
        return json.get(name) instanceof String text ? text : null;
    }

    private static List<String> texts(Map<?, ?> json, String name) {
        return list(json, name).stream().map(String::valueOf).toList();
    }

    private static List<?> list(Map<?, ?> json, String name) {
        return json.get(name) instanceof List<?> list ? list : List.of();
    }

    private static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("a mapping is missing");
    }
}
