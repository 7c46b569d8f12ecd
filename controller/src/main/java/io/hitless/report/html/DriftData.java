package io.hitless.report.html;

import com.fasterxml.jackson.core.JsonGenerator;
import io.hitless.event.DriftReport;
import io.hitless.event.DriftReport.Check;
import io.hitless.event.DriftReport.Finding;
import io.hitless.event.DriftReport.Ignored;
import io.hitless.event.DriftReport.State;
import io.hitless.event.Outcome;
import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A drift report as data for the page's script: the findings of each check, grouped by hosts. */
final class DriftData {
    private final JsonGenerator out;
    private final Map<String, Integer> hosts;
    private final Diffs diffs;

    /** The fields that must be equal for hosts to be grouped. The time when the drift was first seen may differ. */
    private record Shared(
            State state,
            @Nullable String why,
            List<Outcome.Diff> diffs,
            List<String> items,
            boolean isNew,
            @Nullable Ignored ignored) {}

    /** The hosts of a group, and the earliest time of their findings. */
    private static final class Members {
        private final List<Integer> hosts = new ArrayList<>();
        private @Nullable Instant since;

        void add(int host, @Nullable Instant seen) {
            hosts.add(host);
            since = since == null || (seen != null && seen.isBefore(since)) ? seen : since;
        }
    }

    DriftData(JsonGenerator out, Map<String, Integer> hosts, Diffs diffs) {
        this.out = out;
        this.hosts = hosts;
        this.diffs = diffs;
    }

    void write(DriftReport drift) throws IOException {
        out.writeObjectFieldStart("drift");
        if (drift.coverage().isPresent()) {
            out.writeNumberField("coverage", drift.coverage().getAsInt());
        }
        out.writeBooleanField("complete", drift.complete());
        if (drift.before() != null) {
            out.writeStringField("before", drift.before());
        }
        out.writeArrayFieldStart("checks");
        for (Check check : drift.checks()) {
            check(check);
        }
        out.writeEndArray();
        out.writeArrayFieldStart("returned");
        for (DriftReport.Place place : drift.returned()) {
            out.writeStartArray();
            out.writeString(VisibleText.text(place.host()));
            out.writeString(VisibleText.text(place.check()));
            out.writeString(VisibleText.text(place.at()));
            out.writeEndArray();
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void check(Check check) throws IOException {
        Map<Shared, Members> groups = new LinkedHashMap<>();
        int inSync = 0;
        for (Map.Entry<String, Finding> each : check.findings().entrySet()) {
            Finding finding = each.getValue();
            if (finding.state() == State.IN_SYNC) {
                inSync++;
                continue;
            }
            Shared group = new Shared(
                    finding.state(),
                    finding.why(),
                    finding.diffs(),
                    finding.items(),
                    finding.isNew(),
                    finding.ignored());
            groups.computeIfAbsent(group, _ -> new Members())
                    .add(hosts.getOrDefault(each.getKey(), 0), finding.firstSeen());
        }
        out.writeStartObject();
        out.writeStringField("name", VisibleText.text(check.name()));
        out.writeStringField("action", VisibleText.text(check.action()));
        out.writeStringField("at", VisibleText.text(check.at()));
        if (check.handler()) {
            out.writeBooleanField("handler", true);
        }
        out.writeNumberField("inSync", inSync);
        out.writeArrayFieldStart("findings");
        for (Map.Entry<Shared, Members> each : groups.entrySet()) {
            finding(each.getKey(), each.getValue());
        }
        out.writeEndArray();
        out.writeEndObject();
    }

    private void finding(Shared group, Members members) throws IOException {
        out.writeStartObject();
        out.writeStringField("state", PageFields.word(group.state()));
        if (group.why() != null) {
            out.writeStringField("why", VisibleText.text(group.why()));
        }
        PageFields.texts(out, "items", group.items());
        PageFields.numbers(out, "diffs", diffs.of(group.diffs()));
        if (members.since != null) {
            out.writeNumberField("since", members.since.toEpochMilli());
        }
        if (group.isNew()) {
            out.writeBooleanField("fresh", true);
        }
        Ignored ignored = group.ignored();
        if (ignored != null) {
            out.writeObjectFieldStart("ignored");
            out.writeStringField("reason", VisibleText.text(ignored.reason()));
            out.writeStringField("until", ignored.until() == null ? "" : ignored.until());
            out.writeStringField("at", VisibleText.text(ignored.at()));
            out.writeEndObject();
        }
        PageFields.numbers(out, "hosts", members.hosts);
        out.writeEndObject();
    }
}
