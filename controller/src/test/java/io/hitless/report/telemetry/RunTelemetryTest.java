package io.hitless.report.telemetry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.report.export.RunMetadata;
import io.hitless.report.export.RunResult;
import io.hitless.report.export.RunResultBuilder;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A run as a receiver of OpenTelemetry's protocol gets it. */
class RunTelemetryTest {
    private static final TaskRef TASK =
            new TaskRef(1, "1.1 site.yml:3 1", "write it", "copy", false, Span.at("site.yml", 3, 7));
    private static final RunMetadata HEAD = new RunMetadata(
            "20261130-120000-abcd",
            "rollout",
            false,
            List.of("site.yml"),
            List.of(),
            null,
            Instant.now(),
            "alice",
            "bastion",
            "1.0");

    /** What was received, by path; bytes as characters, since texts stand in them as they are. */
    private final Map<String, String> received = new ConcurrentHashMap<>();

    private HttpServer server = unbound();
    private int status = 200;

    private static HttpServer unbound() {
        try {
            return HttpServer.create();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void listen() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = exchange.getRequestBody().readAllBytes();
            received.merge(
                    exchange.getRequestURI().getPath(), new String(body, StandardCharsets.ISO_8859_1), String::concat);
            exchange.sendResponseHeaders(status, -1);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
    }

    private String endpoint() {
        return "http://127.0.0.1:" + server.getAddress().getPort();
    }

    private static void run(Map<String, String> environment) throws Exception {
        RunTelemetry telemetry = RunTelemetry.open(HEAD, environment);
        RunResultBuilder result = new RunResultBuilder(HEAD);
        for (Event event : List.of(
                new Event.PlayStarted(1, "Roll out", List.of("lb1"), 1, TASK.at()),
                new Event.BatchStarted(1, 1, List.of("lb1")),
                new Event.TaskStarted(TASK, List.of("lb1")),
                new Event.HostStarted(TASK, "lb1"),
                new Event.TaskEnded(
                        TASK,
                        "lb1",
                        null,
                        false,
                        new Outcome(
                                Outcome.Status.FAILED,
                                Map.of("msg", "no luck today"),
                                List.of(),
                                Duration.ofSeconds(2))),
                new Event.RunEnded(Map.of(), false))) {
            telemetry.on(event);
            result.on(event);
        }
        RunResult whole = result.result(Instant.now(), true, 2);
        telemetry.end(whole);
    }

    @Test
    void the_run_its_hosts_and_tasks_arrive_as_spans_and_counts() throws Exception {
        run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint()));
        assertThat(received).containsOnlyKeys("/v1/traces", "/v1/metrics");
        assertThat(received.get("/v1/traces"))
                .contains("hitless", "rollout site.yml", "play Roll out", "batch 1 of 1", "lb1", "write it")
                .contains("no luck today", "20261130-120000-abcd");
        assertThat(received.get("/v1/metrics")).contains("hitless.tasks", "hitless.run.duration", "failed");
    }

    @Test
    void the_run_is_a_part_of_the_trace_that_the_caller_is_in() throws Exception {
        String trace = "0af7651916cd43dd8448eb211c80319c";
        run(Map.of(
                "OTEL_EXPORTER_OTLP_ENDPOINT",
                endpoint(),
                "OTEL_SERVICE_NAME",
                "our fleet",
                "TRACEPARENT",
                "00-" + trace + "-b7ad6b7169203331-01"));
        assertThat(received.get("/v1/traces"))
                .contains("our fleet")
                .contains(bytes(trace))
                .contains(bytes("b7ad6b7169203331"));
    }

    private static String bytes(String hex) {
        return new String(HexFormat.of().parseHex(hex), StandardCharsets.ISO_8859_1);
    }

    @Test
    void only_what_has_a_receiver_is_sent() throws Exception {
        run(Map.of("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", endpoint() + "/v1/traces"));
        assertThat(received).containsOnlyKeys("/v1/traces");
        assertThat(TelemetrySettings.isWanted(Map.of())).isFalse();
        assertThat(TelemetrySettings.isWanted(
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint(), "OTEL_SDK_DISABLED", "true")))
                .isFalse();
        assertThat(TelemetrySettings.isWanted(Map.of("OTEL_EXPORTER_OTLP_METRICS_ENDPOINT", "http://x")))
                .isTrue();
    }

    @Test
    void a_receiver_that_refuses_is_a_fault_of_the_report() {
        status = 400;
        assertThatThrownBy(() -> run(Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint())))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("400");
    }

    @Test
    void a_protocol_that_is_not_here_is_refused_before_the_run() {
        assertThatThrownBy(() -> RunTelemetry.open(
                        HEAD,
                        Map.of("OTEL_EXPORTER_OTLP_ENDPOINT", endpoint(), "OTEL_EXPORTER_OTLP_PROTOCOL", "smoke")))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("smoke");
    }
}
