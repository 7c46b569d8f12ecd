package io.hitless.event;

import io.hitless.source.Span;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts events to JSON objects and back; journals and {@code --output json} use this format. Each object has
 * {@code v}, the version of the format, and {@code type}; null fields are left out. Not thread-safe: it remembers the
 * positions that it has read.
 */
public final class EventJson {
    /**
     * The version of the format. It is increased when a field changes its meaning or is removed, but not when one is
     * added.
     */
    public static final int VERSION = 1;

    private final Map<String, Span> places = new HashMap<>();

    public String write(Event event) {
        return ValueJson.write(fields(event));
    }

    /** Returns the event's fields as plain values, in the order in which they are written. */
    public Map<String, @Nullable Object> fields(Event event) {
        Out out = new Out();
        return switch (event) {
            case Event.RunStarted(var playbooks, var check, var plays) ->
                out.of("run_started")
                        .with("playbooks", playbooks)
                        .with("check", check)
                        .with("plays", plays.isEmpty() ? null : plays);
            case Event.PlayStarted(var number, var name, var hosts, var batches, var independent, var at) ->
                out.of("play_started")
                        .with("number", number)
                        .with("name", name)
                        .with("hosts", hosts)
                        .with("batches", batches)
                        .with("independent", independent ? true : null)
                        .with("at", place(at));
            case Event.NoHosts(var play, var why) ->
                out.of("no_hosts").with("play", play).with("why", why);
            case Event.BatchStarted(var number, var of, var hosts) ->
                out.of("batch_started").with("number", number).with("of", of).with("hosts", hosts);
            case Event.TaskStarted(var task, var hosts) ->
                out.of("task_started").with("task", task(task)).with("hosts", hosts);
            case Event.HostStarted(var task, var host) ->
                out.of("host_started").with("task", task(task)).with("host", host);
            case Event.Output(var task, var host, var stream, var lines, var wanted) ->
                out.of("output")
                        .with("task", task(task))
                        .with("host", host)
                        .with("stream", word(stream))
                        .with("lines", lines)
                        .with("wanted", wanted ? true : null);
            case Event.ItemEnded(var task, var host, var delegate, var item, var outcome, var sealed) ->
                out.of("item_ended")
                        .with("task", task(task))
                        .with("host", host)
                        .with("delegate", delegate == null ? null : delegate.name())
                        .with("delegate_address", delegate == null ? null : delegate.address())
                        .with("item", item)
                        .with("outcome", outcome(outcome))
                        .with("sealed", sealed);
            case Event.TaskEnded(var task, var host, var delegate, var looped, var outcome, var sealed) ->
                out.of("task_ended")
                        .with("task", task(task))
                        .with("host", host)
                        .with("delegate", delegate == null ? null : delegate.name())
                        .with("delegate_address", delegate == null ? null : delegate.address())
                        .with("looped", looped)
                        .with("outcome", outcome(outcome))
                        .with("sealed", sealed);
            case Event.Notified(var host, var handler, var at) ->
                out.of("notified").with("host", host).with("handler", handler).with("at", place(at));
            case Event.Retrying(var task, var host, var left, var outcome) ->
                out.of("retrying")
                        .with("task", task(task))
                        .with("host", host)
                        .with("left", left)
                        .with("outcome", outcome(outcome));
            case Event.JobReported(var task, var host, var job, var state) ->
                out.of("job_reported")
                        .with("task", task(task))
                        .with("host", host)
                        .with("job", job)
                        .with("state", word(state));
            case Event.Included(var task, var what, var item, var hosts) ->
                out.of("included")
                        .with("task", task(task))
                        .with("what", what)
                        .with("item", item)
                        .with("hosts", hosts);
            case Event.Meta(var task, var host, var kind, var skipped) ->
                out.of("meta")
                        .with("task", task(task))
                        .with("host", host)
                        .with("kind", kind.isEmpty() ? null : kind)
                        .with("outcome", skipped == null ? null : outcome(skipped));
            case Event.Rescued(var host) -> out.of("rescued").with("host", host);
            case Event.NoMoreHosts(var why, var announced) ->
                out.of("no_more_hosts").with("why", why).with("announced", announced ? null : false);
            case Event.Locked(var host, var epoch, var broken) ->
                out.of("locked").with("host", host).with("epoch", epoch).with("broken", broken);
            case Event.Decision(var id, var topic, var verdict, var text, var hosts, var figures) ->
                out.of("decision")
                        .with("id", id)
                        .with("topic", word(topic))
                        .with("verdict", word(verdict))
                        .with("text", text)
                        .with("hosts", hosts)
                        .with("figures", figures);
            case Event.Warning(var text, var at) ->
                out.of("warning").with("text", text).with("at", at == null ? null : place(at));
            case Event.RunEnded(var recap, var stats, var interrupted) ->
                out.of("run_ended")
                        .with("recap", recap(recap))
                        .with("stats", stats.byHost().isEmpty() ? null : stats.byHost())
                        .with("run_stats", stats.ofRun().isEmpty() ? null : stats.ofRun())
                        .with("interrupted", interrupted);
        };
    }

    /**
     * Reads an event that {@link #write} wrote.
     *
     * @throws IllegalArgumentException if the text is damaged, or written by a later version in an unknown format
     */
    public Event read(String json) {
        if (!(ValueJson.read(json) instanceof Map<?, ?> map)) {
            throw new IllegalArgumentException("an event is an object");
        }
        EventFields in = new EventFields(map, places);
        if (in.number("v") > VERSION) {
            throw new IllegalArgumentException("written by a later version, in shape " + in.number("v"));
        }
        return switch (in.text("type")) {
            case "run_started" -> new Event.RunStarted(in.texts("playbooks"), in.flag("check"), in.integers("plays"));
            case "play_started" ->
                new Event.PlayStarted(
                        in.number("number"),
                        in.text("name"),
                        in.texts("hosts"),
                        in.number("batches"),
                        in.has("independent") && in.flag("independent"),
                        in.place("at"));
            case "no_hosts" -> new Event.NoHosts(in.text("play"), in.textOrNull("why"));
            case "batch_started" -> new Event.BatchStarted(in.number("number"), in.number("of"), in.texts("hosts"));
            case "task_started" -> new Event.TaskStarted(in.task(), in.texts("hosts"));
            case "host_started" -> new Event.HostStarted(in.task(), in.text("host"));
            case "output" ->
                new Event.Output(
                        in.task(),
                        in.text("host"),
                        Event.Output.Stream.valueOf(in.constant("stream")),
                        in.texts("lines"),
                        in.has("wanted"));
            case "item_ended" ->
                new Event.ItemEnded(
                        in.task(),
                        in.text("host"),
                        in.delegate(),
                        in.text("item"),
                        in.outcome(),
                        in.textOrNull("sealed"));
            case "task_ended" ->
                new Event.TaskEnded(
                        in.task(),
                        in.text("host"),
                        in.delegate(),
                        in.flag("looped"),
                        in.outcome(),
                        in.textOrNull("sealed"));
            case "notified" -> new Event.Notified(in.text("host"), in.text("handler"), in.place("at"));
            case "retrying" -> new Event.Retrying(in.task(), in.text("host"), in.number("left"), in.outcome());
            case "job_reported" ->
                new Event.JobReported(
                        in.task(),
                        in.text("host"),
                        in.text("job"),
                        Event.JobReported.State.valueOf(in.constant("state")));
            case "included" -> new Event.Included(in.task(), in.text("what"), in.textOrNull("item"), in.texts("hosts"));
            case "meta" ->
                new Event.Meta(
                        in.task(),
                        in.text("host"),
                        in.has("kind") ? in.text("kind") : "",
                        in.has("outcome") ? in.outcome() : null);
            case "rescued" -> new Event.Rescued(in.text("host"));
            case "no_more_hosts" -> new Event.NoMoreHosts(in.text("why"), !in.has("announced"));
            case "locked" -> new Event.Locked(in.text("host"), in.number("epoch"), in.textOrNull("broken"));
            case "decision" ->
                new Event.Decision(
                        in.number("id"),
                        Event.Decision.Topic.valueOf(in.constant("topic")),
                        Event.Decision.Verdict.valueOf(in.constant("verdict")),
                        in.text("text"),
                        in.texts("hosts"),
                        in.numbers("figures"));
            case "warning" -> new Event.Warning(in.text("text"), in.has("at") ? in.place("at") : null);
            case "run_ended" -> new Event.RunEnded(in.recap(), in.stats(), in.flag("interrupted"));
            case String other ->
                throw new IllegalArgumentException("events of type '" + other + "' are not known here");
        };
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Map<String, @Nullable Object> place(Span at) {
        return new Out().with("file", at.file().name()).with("line", at.line()).with("column", at.column());
    }

    private static Map<String, @Nullable Object> task(TaskRef task) {
        return new Out()
                .with("id", task.id())
                .with("key", task.key())
                .with("name", task.name())
                .with("action", task.action())
                .with("handler", task.handler())
                .with("at", place(task.at()));
    }

    private static Map<String, @Nullable Object> outcome(Outcome outcome) {
        List<Object> diffs = new ArrayList<>();
        outcome.diffs()
                .forEach(d -> diffs.add(new Out()
                        .with("label", d.label())
                        .with("before", d.before())
                        .with("after", d.after())
                        .with("wanted", d.wanted() ? true : null)));
        return new Out()
                .with("status", word(outcome.status()))
                .with("result", outcome.result())
                .with("diffs", diffs)
                .with("verbose", outcome.detail() != Outcome.Detail.ON_REQUEST)
                .with("own_fields", outcome.detail() == Outcome.Detail.OWN_FIELDS ? true : null)
                .with("seconds", outcome.took().toNanos() / 1e9)
                .with("mark", outcome.mark());
    }

    private static Map<String, @Nullable Object> recap(Map<String, Counts> recap) {
        Out out = new Out();
        recap.forEach((host, counts) -> out.put(host, counts(counts)));
        return out;
    }

    /** Returns the counts of a host by their names in the recap. */
    public static Map<String, @Nullable Object> counts(Counts c) {
        return new Out()
                .with("ok", c.ok())
                .with("changed", c.changed())
                .with("unreachable", c.unreachable())
                .with("failed", c.failed())
                .with("skipped", c.skipped())
                .with("rescued", c.rescued())
                .with("ignored", c.ignored());
    }

    /** A JSON object under construction. */
    private static final class Out extends LinkedHashMap<String, @Nullable Object> {
        Out of(String type) {
            return with("v", VERSION).with("type", type);
        }

        Out with(String name, @Nullable Object value) {
            if (value != null) {
                put(name, value);
            }
            return this;
        }
    }
}
