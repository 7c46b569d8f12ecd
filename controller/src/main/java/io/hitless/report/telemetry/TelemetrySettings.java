package io.hitless.report.telemetry;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * Whether and how a run is reported, by OpenTelemetry's own environment variables.
 *
 * @see <a href="https://opentelemetry.io/docs/specs/otel/configuration/sdk-environment-variables/">the variables</a>
 */
public final class TelemetrySettings {
    private static final String ENDPOINT = "OTEL_EXPORTER_OTLP_ENDPOINT";
    private static final String TRACES = "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT";
    private static final String METRICS = "OTEL_EXPORTER_OTLP_METRICS_ENDPOINT";

    private TelemetrySettings() {}

    /** Whether the environment names a receiver. */
    public static boolean isWanted(Map<String, String> environment) {
        return !"true".equalsIgnoreCase(environment.get("OTEL_SDK_DISABLED"))
                && (isSet(environment, ENDPOINT) || isSet(environment, TRACES) || isSet(environment, METRICS));
    }

    private static boolean isSet(Map<String, String> environment, String name) {
        return !environment.getOrDefault(name, "").isBlank();
    }

    /** The environment's own values, as the SDK's properties. */
    static Map<String, String> given(Map<String, String> environment) {
        Map<String, String> given = new HashMap<>();
        environment.forEach((name, value) -> {
            if (name.startsWith("OTEL_")) {
                given.put(name.toLowerCase(Locale.ROOT).replace('_', '.'), value);
            }
        });
        return given;
    }

    /** The SDK's properties; the environment's own values win over them. */
    static Map<String, String> defaults(Map<String, String> environment) {
        boolean all = isSet(environment, ENDPOINT);
        Map<String, String> defaults = new HashMap<>();
        defaults.put("otel.service.name", "hitless");
        defaults.put("otel.exporter.otlp.protocol", "http/protobuf");
        defaults.put("otel.traces.exporter", all || isSet(environment, TRACES) ? "otlp" : "none");
        defaults.put("otel.metrics.exporter", all || isSet(environment, METRICS) ? "otlp" : "none");
        defaults.put("otel.logs.exporter", "none");
        // A batch of many hosts ends within a second.
        defaults.put("otel.bsp.schedule.delay", "1000");
        defaults.put("otel.bsp.max.queue.size", "20000");
        return defaults;
    }
}
