package io.hitless.report.html;

import com.fasterxml.jackson.core.JsonGenerator;
import io.hitless.event.Counts;
import io.hitless.event.DriftReport;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.report.RunSummary;
import io.hitless.report.html.TaskColumn.Cell;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A run as data for the page's script. Hosts, tasks, texts and diffs are written once and referenced by number; results
 * are in parallel arrays, so that a thousand hosts with fifty tasks stay small.
 */
final class PageData {
    private final JsonGenerator out;
    private final PageModel run;
    private final Diffs diffs = new Diffs();
    private final Map<TaskColumn, Integer> numbers = new HashMap<>();

    /** The fields that must be equal for hosts to be grouped. */
    private record Shared(
            int task,
            String what,
            List<String> items,
            List<Outcome.Diff> diffs,
            @Nullable String why,
            int output) {}

    PageData(JsonGenerator out, PageModel run) {
        this.out = out;
        this.run = run;
        for (TaskColumn column : run.tasks().all()) {
            numbers.put(column, numbers.size());
        }
    }

    void write(PageHead head, Verdict verdict, @Nullable DriftReport drift) throws IOException {
        out.writeStartObject();
        head(head, verdict);
        hosts(drift);
        plays();
        out.writeArrayFieldStart("tasks");
        for (TaskColumn column : run.tasks().all()) {
            task(column);
        }
        out.writeEndArray();
        if (drift == null) {
            findings();
        } else {
            new DriftData(out, run.hosts(), diffs).write(drift);
        }
        reloads();
        probes();
        notes();
        texts();
        out.writeEndObject();
    }

    private void head(PageHead head, Verdict verdict) throws IOException {
        out.writeStringField("id", head.id());
        out.writeStringField("kind", head.check() ? "check" : head.kind());
        out.writeBooleanField("looked", head.changesNothing());
        out.writeStringField("state", head.state());
        out.writeStringField("tone", verdict.tone());
        out.writeNumberField("start", run.start(head).toEpochMilli());
        out.writeNumberField("lasted", run.lasted());
        out.writeObjectFieldStart("facts");
        for (Map.Entry<String, String> fact : head.facts().entrySet()) {
            out.writeStringField(fact.getKey(), VisibleText.text(fact.getValue()));
        }
        out.writeEndObject();
    }

    private void hosts(@Nullable DriftReport drift) throws IOException {
        Map<String, RunSummary.HostState> states = new LinkedHashMap<>();
        run.summary().hosts().forEach(host -> states.put(host.host(), host));
        if (drift != null) {
            drift.hosts()
                    .forEach(host ->
                            run.hosts().computeIfAbsent(host, _ -> run.hosts().size()));
        }
        out.writeArrayFieldStart("hosts");
        for (String host : run.hosts().keySet()) {
            RunSummary.HostState state = states.get(host);
            Counts counts = state == null ? Counts.NONE : state.counts();
            out.writeStartArray();
            out.writeString(VisibleText.text(host));
            out.writeString(
                    drift != null && drift.hosts().contains(host)
                            ? PageFields.word(drift.state(host))
                            : stateWord(state, counts));
            for (int count : new int[] {
                counts.ok(), counts.changed(), counts.failed(), counts.unreachable(), counts.skipped(), counts.ignored()
            }) {
                out.writeNumber(count);
            }
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private static String stateWord(RunSummary.@Nullable HostState state, Counts counts) {
        return state == null
                ? "not_started"
                : state.state() == RunSummary.State.DONE
                        ? counts.changed() > 0 ? "changed" : "ok"
                        : PageFields.word(state.state());
    }

    private void plays() throws IOException {
        out.writeArrayFieldStart("plays");
        for (Event.PlayStarted play : run.plays()) {
            out.writeString(VisibleText.text(play.name()));
        }
        out.writeEndArray();
        out.writeArrayFieldStart("batches");
        for (PageModel.Batch batch : run.batches()) {
            out.writeStartObject();
            out.writeNumberField("play", batch.play);
            out.writeNumberField("number", batch.number);
            out.writeNumberField("of", batch.of);
            out.writeNumberField("from", batch.from);
            out.writeNumberField("to", batch.to);
            numbers("hosts", batch.hosts);
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void task(TaskColumn column) throws IOException {
        out.writeStartObject();
        out.writeStringField("name", VisibleText.text(column.task().name()));
        out.writeStringField("action", VisibleText.text(column.task().action()));
        out.writeStringField("at", VisibleText.text(column.task().at().toString()));
        if (column.task().handler()) {
            out.writeBooleanField("handler", true);
        }
        if (column.task().isTrial()) {
            out.writeBooleanField("gate", true);
        }
        out.writeNumberField("play", column.play());
        numbers("h", List.copyOf(column.cells().keySet()));
        StringBuilder letters = new StringBuilder();
        List<Long> starts = new ArrayList<>();
        List<Long> took = new ArrayList<>();
        out.writeObjectFieldStart("said");
        for (Map.Entry<Integer, Cell> cell : column.cells().entrySet()) {
            letters.append(cell.getValue().status());
            starts.add(cell.getValue().start());
            took.add(cell.getValue().took());
            if (cell.getValue().output() >= 0) {
                out.writeNumberField(
                        String.valueOf(cell.getKey()), cell.getValue().output());
            }
        }
        out.writeEndObject();
        out.writeStringField("s", letters.toString());
        numbers("b", starts);
        numbers("d", took);
        out.writeEndObject();
    }

    /** Changes and failures; the same finding in several batches is shown once. */
    private void findings() throws IOException {
        Map<Shared, List<Integer>> groups = new LinkedHashMap<>();
        for (RunSummary.Finding finding : run.summary().findings()) {
            TaskColumn column = run.tasks().of(finding.task());
            for (String host : finding.hosts()) {
                int number = Objects.requireNonNull(run.hosts().get(host));
                Cell cell = column.cells().get(number);
                int output = finding.why() == null || cell == null ? -1 : cell.output();
                Shared group = new Shared(
                        Objects.requireNonNull(numbers.get(column)),
                        finding.what(),
                        finding.items(),
                        finding.diffs(),
                        finding.why(),
                        output);
                groups.computeIfAbsent(group, _ -> new ArrayList<>()).add(number);
            }
        }
        out.writeArrayFieldStart("findings");
        for (Map.Entry<Shared, List<Integer>> each : groups.entrySet()) {
            Shared group = each.getKey();
            out.writeStartObject();
            out.writeNumberField("task", group.task());
            out.writeStringField("what", group.what());
            PageFields.texts(out, "items", group.items());
            numbers("diffs", diffs.of(group.diffs()));
            if (group.why() != null) {
                out.writeStringField("why", VisibleText.text(group.why()));
            }
            if (group.output() >= 0) {
                out.writeNumberField("said", group.output());
            }
            numbers("hosts", each.getValue());
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private int column(String key) {
        return Objects.requireNonNull(numbers.get(run.tasks().of(key)), key);
    }

    private void reloads() throws IOException {
        out.writeArrayFieldStart("reloads");
        for (Reload reload : run.reloads()) {
            out.writeStartObject();
            out.writeNumberField("host", reload.host());
            out.writeNumberField("task", column(reload.task()));
            out.writeNumberField("start", reload.start());
            out.writeStringField("outcome", reload.outcome());
            out.writeStringField("serving", reload.serving());
            out.writeArrayFieldStart("steps");
            for (Reload.Step step : reload.steps()) {
                out.writeStartArray();
                out.writeString(step.state());
                out.writeNumber(step.millis());
                out.writeString(step.detail());
                out.writeEndArray();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void probes() throws IOException {
        out.writeArrayFieldStart("probes");
        for (ProbeStats probe : run.probes()) {
            out.writeStartObject();
            out.writeNumberField("host", probe.host());
            out.writeNumberField("task", column(probe.task()));
            out.writeNumberField("asked", probe.asked());
            out.writeNumberField("dropped", probe.dropped());
            out.writeArrayFieldStart("kinds");
            for (ProbeStats.Kind kind : probe.kinds()) {
                out.writeStartArray();
                out.writeString(kind.name());
                out.writeNumber(kind.asked());
                out.writeNumber(kind.dropped());
                out.writeString(kind.how());
                out.writeEndArray();
            }
            out.writeEndArray();
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void notes() throws IOException {
        out.writeArrayFieldStart("notes");
        for (PageModel.Note note : run.notes()) {
            out.writeStartArray();
            out.writeNumber(note.at());
            out.writeString(note.kind());
            out.writeString(note.verdict());
            out.writeString(note.text());
            out.writeEndArray();
        }
        out.writeEndArray();
    }

    private void texts() throws IOException {
        out.writeArrayFieldStart("texts");
        for (List<TextPool.Part> parts : run.texts().all()) {
            out.writeStartArray();
            for (TextPool.Part part : parts) {
                out.writeString(part.label());
                out.writeString(part.text());
            }
            out.writeEndArray();
        }
        out.writeEndArray();
        if (run.texts().isCut()) {
            out.writeBooleanField("cut", true);
        }
        out.writeArrayFieldStart("diffs");
        for (Diffs.Lines diff : diffs.all()) {
            out.writeStartObject();
            out.writeStringField("label", diff.label());
            PageFields.texts(out, "lines", diff.lines());
            if (diff.cut() > 0) {
                out.writeNumberField("cut", diff.cut());
            }
            out.writeEndObject();
        }
        out.writeEndArray();
    }

    private void numbers(String name, List<? extends Number> numbers) throws IOException {
        PageFields.numbers(out, name, numbers);
    }
}
