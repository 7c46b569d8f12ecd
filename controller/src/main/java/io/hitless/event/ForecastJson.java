package io.hitless.event;

import static io.hitless.event.JsonFields.diffs;
import static io.hitless.event.JsonFields.expectVersion;
import static io.hitless.event.JsonFields.flag;
import static io.hitless.event.JsonFields.map;
import static io.hitless.event.JsonFields.maps;
import static io.hitless.event.JsonFields.putDiffs;
import static io.hitless.event.JsonFields.text;
import static io.hitless.event.JsonFields.texts;

import io.hitless.event.Forecast.Finding;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Converts a {@link Forecast} to plain maps and lists, and back. Findings are grouped by hosts. docs/plan.md describes
 * the format.
 */
public final class ForecastJson {
    private static final int VERSION = 1;

    private ForecastJson() {}

    /** Converts a forecast for display, without the marks, which mean nothing without the salt. */
    public static Map<String, Object> of(Forecast forecast) {
        List<Forecast.Step> unmarked = forecast.steps().stream()
                .map(step -> new Forecast.Step(
                        step.name(), step.action(), step.handler(), step.at(), step.findings(), Map.of()))
                .toList();
        return marked(new Forecast(forecast.plays(), unmarked, forecast.hosts(), forecast.complete()));
    }

    /** Converts a forecast for storage, with the marks. */
    public static Map<String, Object> marked(Forecast forecast) {
        Map<String, Object> out = new LinkedHashMap<>();
        Forecast.Tally all = forecast.tally(null);
        out.put("v", VERSION);
        out.put("verdict", verdict(forecast));
        out.put("complete", forecast.complete());
        all.coverage().ifPresent(percent -> out.put("coverage", percent));
        out.put("counts", counts(all));
        Map<String, Object> hosts = new LinkedHashMap<>();
        for (String host : forecast.hosts()) {
            Forecast.Tally its = forecast.tally(host);
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("verdict", name(its.verdict()));
            its.coverage().ifPresent(percent -> entry.put("coverage", percent));
            entry.putAll(counts(its));
            hosts.put(host, entry);
        }
        out.put("hosts", hosts);
        out.put("plays", forecast.plays().stream().map(ForecastJson::play).toList());
        out.put("steps", forecast.steps().stream().map(ForecastJson::step).toList());
        return out;
    }

    private static String verdict(Forecast forecast) {
        return forecast.complete() ? name(forecast.tally(null).verdict()) : "incomplete";
    }

    private static String name(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, Object> counts(Forecast.Tally tally) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("changes", tally.changes());
        out.put("unknown", tally.unknown());
        out.put("in_sync", tally.inSync());
        out.put("failed", tally.failed());
        out.put("unreachable", tally.unreachable());
        out.put("skipped", tally.skipped());
        return out;
    }

    private static Map<String, Object> play(Forecast.PlayBatches play) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("play", play.play());
        out.put("batches", play.batches());
        out.put("rules", play.rules());
        return out;
    }

    private static Map<String, Object> step(Forecast.Step step) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("task", step.name());
        out.put("action", step.action());
        out.put("handler", step.handler());
        out.put("at", step.at());
        out.put(
                "findings",
                HostGrouping.of(step).stream().map(ForecastJson::finding).toList());
        if (!step.marks().isEmpty()) {
            out.put("marks", new TreeMap<>(step.marks()));
        }
        return out;
    }

    private static Map<String, Object> finding(HostGrouping group) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("hosts", group.hosts());
        switch (group.finding()) {
            case Finding.InSync _ -> out.put("state", "in_sync");
            case Finding.Skipped _ -> out.put("state", "skipped");
            case Finding.Change(var diffs, var items) -> {
                out.put("state", "change");
                if (!items.isEmpty()) {
                    out.put("items", items);
                }
                putDiffs(diffs, out);
            }
            case Finding.Unknown(var why, var diffs) -> {
                out.put("state", "unknown");
                out.put("why", why);
                putDiffs(diffs, out);
            }
            case Finding.Failed(var why, var ignored) -> {
                out.put("state", "failed");
                out.put("why", why);
                out.put("ignored", ignored);
            }
            case Finding.Unreachable(var why) -> {
                out.put("state", "unreachable");
                out.put("why", why);
            }
        }
        return out;
    }

    /**
     * Reads a forecast from this format.
     *
     * @throws IllegalArgumentException if the value is not a forecast, or has a later version
     */
    public static Forecast read(Map<?, ?> json) {
        expectVersion(json, VERSION, "forecast");
        return new Forecast(
                maps(json, "plays").stream().map(ForecastJson::readPlay).toList(),
                maps(json, "steps").stream().map(ForecastJson::readStep).toList(),
                map(json.get("hosts")).keySet().stream().map(String::valueOf).toList(),
                flag(json, "complete"));
    }

    private static Forecast.PlayBatches readPlay(Map<?, ?> play) {
        List<List<String>> batches = play.get("batches") instanceof List<?> list
                ? list.stream().map(JsonFields::texts).toList()
                : List.of();
        return new Forecast.PlayBatches(text(play, "play"), batches, texts(play, "rules"));
    }

    private static Forecast.Step readStep(Map<?, ?> step) {
        Map<String, Finding> findings = new LinkedHashMap<>();
        for (Map<?, ?> each : maps(step, "findings")) {
            Finding finding = readFinding(each);
            texts(each, "hosts").forEach(host -> findings.put(host, finding));
        }
        Map<String, String> marks = new LinkedHashMap<>();
        if (step.get("marks") instanceof Map<?, ?> its) {
            its.forEach((host, mark) -> marks.put(String.valueOf(host), String.valueOf(mark)));
        }
        return new Forecast.Step(
                text(step, "task"), text(step, "action"), flag(step, "handler"), text(step, "at"), findings, marks);
    }

    private static Finding readFinding(Map<?, ?> json) {
        return switch (text(json, "state")) {
            case "in_sync" -> new Finding.InSync();
            case "skipped" -> new Finding.Skipped();
            case "change" -> new Finding.Change(diffs(json), texts(json, "items"));
            case "unknown" -> new Finding.Unknown(text(json, "why"), diffs(json));
            case "failed" -> new Finding.Failed(text(json, "why"), flag(json, "ignored"));
            case "unreachable" -> new Finding.Unreachable(text(json, "why"));
            case String other -> throw new IllegalArgumentException("'" + other + "' is no state of a finding");
        };
    }
}
