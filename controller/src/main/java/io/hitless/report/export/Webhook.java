package io.hitless.report.export;

import io.hitless.event.ValueJson;
import io.hitless.http.HttpClients;
import io.hitless.http.SigningSecret;
import io.hitless.source.Reason;
import io.hitless.wording.Plural;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;

/**
 * Sends the result of a run by HTTP: a POST of the {@link VerdictJson}. Temporary failures (no connection, 408, 429,
 * 5xx) are retried, with growing pauses or as {@code Retry-After} demands, until the time is over. Redirects are not
 * followed, because the signature is for one receiver.
 *
 * <p>With a secret, requests are signed ({@link SigningSecret}). {@code Idempotency-Key} is the run's id, by which a
 * receiver recognizes repeats.
 *
 * @param secret shared with the receiver; null for no signature
 */
public record Webhook(URI url, @Nullable SigningSecret secret, Patience patience) {
    private static final int SLOW_DOWN = 429;
    private static final int TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;

    /**
     * How long to retry.
     *
     * @param attempt time limit of one attempt
     * @param all time limit of all attempts and pauses
     * @param pause the pause after the first attempt; it doubles each time
     */
    public record Patience(Duration attempt, Duration all, Duration pause) {
        public static final Patience USUAL =
                new Patience(Duration.ofSeconds(10), Duration.ofSeconds(45), Duration.ofSeconds(1));

        /** For a process that is about to end. */
        public static final Patience SHORT =
                new Patience(Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(1));
    }

    /** The receiver did not accept the result. */
    public static final class NotDelivered extends Exception {
        private static final long serialVersionUID = 1;

        private NotDelivered(String message) {
            super(message);
        }
    }

    /** The receiver's address without its path, which may be secret. */
    String place() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    /**
     * Sends the result.
     *
     * @throws NotDelivered if it was not accepted; the message is for the operator
     */
    public void deliver(RunResult result) throws NotDelivered, InterruptedException {
        byte[] body = ValueJson.write(VerdictJson.of(result)).getBytes(StandardCharsets.UTF_8);
        long deadline = System.nanoTime() + patience.all().toNanos();
        Duration pause = patience.pause();
        try (HttpClient client = HttpClients.usual()
                .connectTimeout(patience.attempt())
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            for (int tries = 1; ; tries++) {
                Answer answer = attempt(client, request(result.head(), body));
                if (answer.accepted()) {
                    return;
                }
                Duration wait = answer.retryAfter().orElse(jittered(pause));
                if (!answer.temporary() || System.nanoTime() + wait.toNanos() > deadline) {
                    client.shutdownNow();
                    throw new NotDelivered("the webhook of " + place() + " was not delivered: " + answer.what() + " ("
                            + Plural.of(tries, "try", "tries") + ")");
                }
                Thread.sleep(wait);
                pause = pause.multipliedBy(2);
            }
        }
    }

    private static Duration jittered(Duration pause) {
        return Duration.ofMillis(
                Math.round(pause.toMillis() * ThreadLocalRandom.current().nextDouble(0.75, 1.25)));
    }

    /** The receiver's response to an attempt. */
    private record Answer(boolean accepted, boolean temporary, Optional<Duration> retryAfter, String what) {}

    private static Answer attempt(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
            int status = response.statusCode();
            boolean temporary = status == TIMEOUT || status == SLOW_DOWN || status >= SERVER_ERROR;
            return new Answer(status / 100 == 2, temporary, retryAfter(response), "it answered " + status);
        } catch (IOException e) {
            return new Answer(false, true, Optional.empty(), Reason.of(e));
        }
    }

    // Only seconds are read. The form with a date is rare, and the normal pause is fine for it.
    private static Optional<Duration> retryAfter(HttpResponse<?> response) {
        return response.headers()
                .firstValue("Retry-After")
                .filter(text -> text.matches("\\d{1,6}"))
                .map(text -> Duration.ofSeconds(Long.parseLong(text)));
    }

    private HttpRequest request(RunMetadata head, byte[] body) {
        HttpRequest.Builder request = HttpRequest.newBuilder(url)
                .timeout(patience.attempt())
                .header("Content-Type", "application/json")
                .header("User-Agent", "hitless/" + head.version())
                .header("Idempotency-Key", head.id())
                .POST(HttpRequest.BodyPublishers.ofByteArray(body));
        if (secret != null) {
            secret.sign(request, body);
        }
        return request.build();
    }
}
