package io.hitless.report.telemetry;

import io.hitless.event.Event;
import io.hitless.event.EventSink;
import io.hitless.event.Outcome;
import io.hitless.http.HttpClients;
import io.hitless.report.export.RunMetadata;
import io.hitless.report.export.RunResult;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.opentelemetry.api.common.AttributeKey;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.metrics.DoubleHistogram;
import io.opentelemetry.api.metrics.LongCounter;
import io.opentelemetry.api.metrics.Meter;
import io.opentelemetry.api.trace.propagation.W3CTraceContextPropagator;
import io.opentelemetry.context.Context;
import io.opentelemetry.context.propagation.TextMapGetter;
import io.opentelemetry.exporter.otlp.http.metrics.OtlpHttpMetricExporter;
import io.opentelemetry.exporter.otlp.http.trace.OtlpHttpSpanExporter;
import io.opentelemetry.sdk.OpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.AutoConfiguredOpenTelemetrySdk;
import io.opentelemetry.sdk.autoconfigure.spi.ConfigurationException;
import io.opentelemetry.sdk.common.CompletableResultCode;
import io.opentelemetry.sdk.common.export.ProxyOptions;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.logging.Handler;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Reports a run to a receiver of OpenTelemetry's protocol over HTTP while it runs. */
public final class RunTelemetry implements EventSink {
    private static final String SCOPE = "io.hitless";
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final AttributeKey<String> STATUS = AttributeKey.stringKey("hitless.status");
    private static final AttributeKey<String> MODULE = AttributeKey.stringKey("hitless.module");

    private final OpenTelemetrySdk sdk;
    private final RunSpans spans;
    private final Complaints complaints;
    private final LongCounter tasks;
    private final DoubleHistogram taskTime;
    private final LongCounter hosts;
    private final DoubleHistogram runTime;

    private RunTelemetry(OpenTelemetrySdk sdk, RunMetadata head, Context around, Complaints complaints) {
        this.sdk = sdk;
        this.complaints = complaints;
        this.spans = new RunSpans(sdk.getTracer(SCOPE, head.version()), head, around);
        Meter meter = sdk.getMeterProvider().get(SCOPE);
        tasks = meter.counterBuilder("hitless.tasks")
                .setDescription("tasks on hosts, by how they ended")
                .build();
        taskTime = meter.histogramBuilder("hitless.task.duration").setUnit("s").build();
        hosts = meter.counterBuilder("hitless.hosts")
                .setDescription("hosts, by the state that the run left them in")
                .build();
        runTime = meter.histogramBuilder("hitless.run.duration").setUnit("s").build();
    }

    /** What the SDK says when it can't deliver: it logs, and goes on. */
    private static final class Complaints extends Handler {
        /** The SDK's loggers. Held here, since the JDK forgets loggers that nobody holds. */
        private final Logger logger = Logger.getLogger("io.opentelemetry");

        private volatile @Nullable String first;

        Complaints() {
            Arrays.stream(logger.getHandlers()).forEach(logger::removeHandler);
            logger.setUseParentHandlers(false);
            logger.addHandler(this);
        }

        @Override
        public void publish(LogRecord logged) {
            if (first == null && isLoggable(logged)) {
                Throwable cause = logged.getThrown();
                first = logged.getMessage() + (cause == null ? "" : ": " + Reason.of(cause));
            }
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }

    /**
     * Opens the report of a run, as the environment configures it.
     *
     * @throws UserError if the configuration can't be used
     */
    public static RunTelemetry open(RunMetadata head, Map<String, String> environment) {
        Complaints complaints = new Complaints();
        ProxyOptions proxy = ProxyOptions.create(HttpClients.proxies());
        try {
            OpenTelemetrySdk sdk = AutoConfiguredOpenTelemetrySdk.builder()
                    .disableShutdownHook()
                    .addPropertiesSupplier(() -> TelemetrySettings.defaults(environment))
                    .addPropertiesCustomizer(_ -> TelemetrySettings.given(environment))
                    .addSpanExporterCustomizer((exporter, _) -> exporter instanceof OtlpHttpSpanExporter http
                            ? http.toBuilder().setProxy(proxy).build()
                            : exporter)
                    .addMetricExporterCustomizer((exporter, _) -> exporter instanceof OtlpHttpMetricExporter http
                            ? http.toBuilder().setProxyOptions(proxy).build()
                            : exporter)
                    .build()
                    .getOpenTelemetrySdk();
            return new RunTelemetry(sdk, head, around(environment), complaints);
        } catch (ConfigurationException | IllegalStateException e) {
            throw new UserError(
                    null,
                    "OpenTelemetry can't be configured by the variables OTEL_…: " + Reason.of(root(e)),
                    "hitless sends by http/protobuf only");
        }
    }

    /** The trace that the caller is in, by its variable {@code TRACEPARENT}. */
    private static Context around(Map<String, String> environment) {
        TextMapGetter<Map<String, String>> variables =
                (carrier, key) -> carrier == null ? null : carrier.get(key.toUpperCase(Locale.ROOT));
        return W3CTraceContextPropagator.getInstance().extract(Context.root(), environment, variables);
    }

    @Override
    public void on(Event event) {
        spans.on(event);
        if (event instanceof Event.TaskEnded ended) {
            Outcome outcome = ended.outcome();
            Attributes attributes = Attributes.of(
                    STATUS,
                    outcome.status().name().toLowerCase(Locale.ROOT),
                    MODULE,
                    ended.task().action());
            tasks.add(1, attributes);
            taskTime.record(outcome.took().toNanos() / 1e9, attributes);
        }
    }

    /**
     * Sends what is left.
     *
     * @throws IOException if something could not be delivered
     */
    public void end(RunResult result) throws IOException, InterruptedException {
        for (RunResult.Host host : result.hosts()) {
            hosts.add(1, Attributes.of(STATUS, RunResult.word(host.state())));
        }
        runTime.record(
                Duration.between(result.head().started(), result.ended()).toNanos() / 1e9,
                Attributes.of(STATUS, String.valueOf(result.exitCode())));
        spans.end(result.exitCode());
        boolean sent = shutDown();
        String complaint = complaints.first;
        if (!sent || complaint != null) {
            throw new IOException("OpenTelemetry: "
                    + (complaint == null
                            ? "the receiver did not answer in " + PATIENCE.toSeconds() + " s"
                            : complaint));
        }
    }

    /** In a thread of its own: the SDK's parts wait for each other, and each has a patience of its own. */
    private boolean shutDown() throws InterruptedException {
        AtomicReference<CompletableResultCode> end = new AtomicReference<>();
        Thread closing = Thread.ofPlatform()
                .daemon()
                .name("telemetry")
                .start(() -> end.set(sdk.shutdown().join(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)));
        return closing.join(PATIENCE) && end.get() != null && end.get().isSuccess();
    }

    private static Throwable root(Throwable thrown) {
        Throwable cause = thrown.getCause();
        return cause == null ? thrown : root(cause);
    }
}
