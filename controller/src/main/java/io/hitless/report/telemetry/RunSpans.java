package io.hitless.report.telemetry;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.DisplayText;
import io.hitless.report.export.RunMetadata;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A run as spans: the run, its plays, their batches, the hosts of a batch, and the tasks of a host. */
final class RunSpans {
    private static final AttributeKey<String> HOST = AttributeKey.stringKey("hitless.host");

    private final Tracer tracer;
    private final Span run;
    private final Context inRun;
    private @Nullable Span play;
    private @Nullable Span batch;
    private final Map<String, Span> hosts = new HashMap<>();
    private final Map<String, Span> tasks = new HashMap<>();

    /** @param around the trace that the run is a part of, or the root */
    RunSpans(Tracer tracer, RunMetadata head, Context around) {
        this.tracer = tracer;
        this.run = tracer.spanBuilder(head.kind() + " " + String.join(" ", head.playbooks()))
                .setParent(around)
                .setAttribute("hitless.run", head.id())
                .setAttribute("hitless.check", head.check())
                .setAttribute("hitless.user", head.user())
                .startSpan();
        this.inRun = around.with(run);
    }

    void on(Event event) {
        switch (event) {
            case Event.PlayStarted started -> {
                endPlay();
                play = tracer.spanBuilder("play " + started.name())
                        .setParent(inRun)
                        .startSpan();
            }
            case Event.BatchStarted started -> {
                endBatch();
                batch = tracer.spanBuilder("batch " + started.number() + " of " + started.of())
                        .setParent(inPlay())
                        .setAttribute("hitless.hosts", (long) started.hosts().size())
                        .startSpan();
            }
            case Event.HostStarted(var task, var host) -> start(task, host);
            case Event.TaskEnded ended -> end(ended);
            case Event.Retrying(var task, var host, var left, var outcome) -> {
                Span span = tasks.get(key(task, host));
                if (span != null) {
                    span.addEvent("retry: " + DisplayText.reason(outcome) + ", " + left + " left");
                }
            }
            case Event.Decision decision -> current().addEvent(decision.text(), attributes(decision));
            case Event.Warning warning -> current().addEvent(warning.text());
            default -> {}
        }
    }

    private static Attributes attributes(Event.Decision decision) {
        return Attributes.of(
                AttributeKey.stringKey("hitless.topic"), word(decision.topic()),
                AttributeKey.stringKey("hitless.verdict"), word(decision.verdict()));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static String key(TaskRef task, String host) {
        return host + " " + task.key();
    }

    private Span current() {
        return batch != null ? batch : play != null ? play : run;
    }

    private Context inPlay() {
        return play == null ? inRun : inRun.with(play);
    }

    private void start(TaskRef task, String host) {
        Context inHost = inRun.with(hosts.computeIfAbsent(
                host,
                name -> tracer.spanBuilder(name)
                        .setParent(inRun.with(current()))
                        .setAttribute(HOST, name)
                        .startSpan()));
        Span span = tracer.spanBuilder(task.name())
                .setParent(inHost)
                .setAttribute(HOST, host)
                .setAttribute("hitless.module", task.action())
                .setAttribute("code.file.path", task.at().file().name())
                .setAttribute("code.line.number", (long) task.at().line())
                .startSpan();
        Span before = tasks.put(key(task, host), span);
        if (before != null) {
            before.end();
        }
    }

    private void end(Event.TaskEnded ended) {
        Span span = tasks.remove(key(ended.task(), ended.host()));
        if (span == null) {
            return;
        }
        Outcome outcome = ended.outcome();
        span.setAttribute("hitless.status", word(outcome.status()));
        if (outcome.status() == Outcome.Status.FAILED || outcome.status() == Outcome.Status.UNREACHABLE) {
            String why = DisplayText.reason(outcome);
            span.setStatus(StatusCode.ERROR, why);
            Span host = hosts.get(ended.host());
            if (host != null) {
                host.setStatus(StatusCode.ERROR, why);
            }
        }
        span.end();
    }

    private void endBatch() {
        tasks.values().forEach(Span::end);
        tasks.clear();
        hosts.values().forEach(Span::end);
        hosts.clear();
        if (batch != null) {
            batch.end();
            batch = null;
        }
    }

    private void endPlay() {
        endBatch();
        if (play != null) {
            play.end();
            play = null;
        }
    }

    /** Ends all spans. */
    void end(int exitCode) {
        endPlay();
        run.setAttribute("hitless.exit_code", (long) exitCode);
        if (exitCode != 0) {
            run.setStatus(StatusCode.ERROR, "exit code " + exitCode);
        }
        run.end();
    }
}
