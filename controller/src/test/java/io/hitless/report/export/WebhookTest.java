package io.hitless.report.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hitless.event.EventsSchema;
import io.hitless.http.SigningSecret;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Somebody is told what a run came to, in spite of what goes wrong in passing; but not for ever. */
class WebhookTest {
    private static final Webhook.Patience PATIENCE =
            new Webhook.Patience(Duration.ofSeconds(5), Duration.ofSeconds(10), Duration.ofMillis(10));
    private static final RunResult RESULT = RunResults.of(RunResults.head(true), RunResults.check(), true, 4);

    /** What came in. */
    private record Request(String method, Map<String, List<String>> headers, String body) {}

    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Deque<Integer> answers = new ArrayDeque<>();
    private final Deque<String> retryAfter = new ArrayDeque<>();
    private HttpServer server;

    @BeforeEach
    void a_receiver() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void it_goes() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        requests.add(new Request(exchange.getRequestMethod(), Map.copyOf(exchange.getRequestHeaders()), body));
        if (!retryAfter.isEmpty()) {
            exchange.getResponseHeaders().add("Retry-After", retryAfter.pop());
        }
        int status = answers.isEmpty() ? 204 : answers.pop();
        if (status == 302) {
            exchange.getResponseHeaders().add("Location", "/elsewhere");
        }
        exchange.sendResponseHeaders(status, -1);
        exchange.close();
    }

    private Webhook webhook(String secret) {
        URI url = URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/hook?token=hush");
        return new Webhook(url, secret == null ? null : new SigningSecret(secret), PATIENCE);
    }

    @Test
    void the_verdict_is_posted() throws Exception {
        webhook(null).deliver(RESULT);

        Request request = requests.getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.headers())
                .containsEntry("Content-type", List.of("application/json"))
                .containsEntry("Idempotency-key", List.of(RESULT.head().id()))
                .doesNotContainKey("Hitless-signature");
        EventsSchema.published().check(request.body());
        assertThat(request.body())
                .contains(
                        "\"state\":\"unreachable\"",
                        "\"exit_code\":4",
                        "{\"host\":\"h2\",\"state\":\"drifted\",\"changes\":1}");
    }

    @Test
    void it_is_signed_with_its_time() throws Exception {
        webhook("hush hush").deliver(RESULT);

        Request request = requests.getFirst();
        String timestamp = request.headers().get("Hitless-timestamp").getFirst();
        Mac mac = Mac.getInstance("HmacSHA256");
        mac.init(new SecretKeySpec("hush hush".getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
        String expected = HexFormat.of()
                .formatHex(mac.doFinal((timestamp + "." + request.body()).getBytes(StandardCharsets.UTF_8)));
        assertThat(request.headers().get("Hitless-signature")).containsExactly("v1=" + expected);
        assertThat(Long.parseLong(timestamp))
                .isBetween(Instant.now().getEpochSecond() - 60, Instant.now().getEpochSecond());
    }

    @Test
    void what_fails_in_passing_is_tried_again() throws Exception {
        answers.addAll(List.of(503, 429, 500));

        webhook(null).deliver(RESULT);

        assertThat(requests)
                .hasSize(4)
                .extracting(Request::body)
                .containsOnly(requests.getFirst().body());
    }

    @Test
    void a_receiver_that_does_not_want_it_is_not_asked_again() {
        answers.addAll(List.of(403, 403));

        assertThatThrownBy(() -> webhook(null).deliver(RESULT))
                .isInstanceOf(Webhook.NotDelivered.class)
                .hasMessageEndingWith("was not delivered: it answered 403 (1 try)")
                .hasMessageNotContaining("hush");
        assertThat(requests).hasSize(1);
    }

    @Test
    void a_redirect_is_not_followed() {
        answers.add(302);

        assertThatThrownBy(() -> webhook(null).deliver(RESULT)).hasMessageContaining("it answered 302");
        assertThat(requests).hasSize(1);
    }

    @Test
    void a_pause_that_is_longer_than_the_patience_is_not_waited_for() {
        answers.add(503);
        retryAfter.add("3600");

        assertThatThrownBy(() -> webhook(null).deliver(RESULT)).hasMessageContaining("it answered 503");
    }

    @Test
    void where_nobody_listens_patience_ends() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            port = free.getLocalPort();
        }
        Webhook.Patience little =
                new Webhook.Patience(Duration.ofSeconds(1), Duration.ofMillis(300), Duration.ofMillis(10));

        assertThatThrownBy(
                        () -> new Webhook(URI.create("http://127.0.0.1:" + port + "/"), null, little).deliver(RESULT))
                .isInstanceOf(Webhook.NotDelivered.class)
                .hasMessageMatching(
                        "the webhook of http://127.0.0.1:" + port + " was not delivered: .+ \\(\\d+ tries\\)");
    }

    @Test
    void one_that_takes_the_call_and_says_nothing_is_given_up() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Webhook.Patience little =
                    new Webhook.Patience(Duration.ofMillis(200), Duration.ofMillis(200), Duration.ofMillis(10));
            URI url = URI.create("http://127.0.0.1:" + silent.getLocalPort() + "/");

            assertThatThrownBy(() -> new Webhook(url, null, little).deliver(RESULT))
                    .hasMessageContaining("was not delivered: request timed out");
        }
    }
}
