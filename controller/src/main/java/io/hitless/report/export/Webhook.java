package io.hitless.report.export;

import io.hitless.event.ValueJson;
import io.hitless.source.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who is told by HTTP what a run came to: a POST of the {@link VerdictJson}. What fails in passing (no
 * connection, 408, 429, 5xx) is tried again, with growing pauses or as {@code Retry-After} wants it, for as long as the
 * patience lasts. A redirect is not followed: what is signed is for one place.
 *
 * <p>With a secret, {@code Hitless-Signature} is {@code v1=} and the HMAC-SHA256 of {@code Hitless-Timestamp} (seconds
 * since 1970), a dot and the body, in hex. {@code Idempotency-Key} is the run's id: a receiver that is told twice knows
 * by it.
 *
 * @param secret that the receiver knows too; null for no signature
 */
public record Webhook(URI url, @Nullable Secret secret, Patience patience) {
    private static final String HMAC = "HmacSHA256";
    private static final int SLOW_DOWN = 429;
    private static final int TIMEOUT = 408;
    private static final int SERVER_ERROR = 500;

    /** What only sender and receiver know. */
    public record Secret(String text) {
        @Override
        public String toString() {
            return "a secret";
        }

        private SecretKeySpec key() {
            return new SecretKeySpec(text.getBytes(StandardCharsets.UTF_8), HMAC);
        }
    }

    /**
     * For how long it is tried.
     *
     * @param attempt for one try
     * @param all for all of them, with the pauses between
     * @param pause after the first; it doubles each time
     */
    public record Patience(Duration attempt, Duration all, Duration pause) {
        public static final Patience USUAL =
                new Patience(Duration.ofSeconds(10), Duration.ofSeconds(45), Duration.ofSeconds(1));

        /** When the process is about to be ended. */
        public static final Patience SHORT =
                new Patience(Duration.ofSeconds(4), Duration.ofSeconds(4), Duration.ofSeconds(1));
    }

    /** It was not told. */
    public static final class Untold extends Exception {
        private static final long serialVersionUID = 1;

        private Untold(String message) {
            super(message);
        }
    }

    /** Where it is told, without what may be secret in the address. */
    public String place() {
        return url.getScheme() + "://" + url.getHost() + (url.getPort() < 0 ? "" : ":" + url.getPort());
    }

    /**
     * Tells it.
     *
     * @throws Untold if it was not taken: in words for the operator
     */
    public void tell(RunResult result) throws Untold, InterruptedException {
        byte[] body = ValueJson.write(VerdictJson.of(result)).getBytes(StandardCharsets.UTF_8);
        long deadline = System.nanoTime() + patience.all().toNanos();
        Duration pause = patience.pause();
        try (HttpClient client = HttpClient.newBuilder()
                .connectTimeout(patience.attempt())
                .version(HttpClient.Version.HTTP_1_1)
                .followRedirects(HttpClient.Redirect.NEVER)
                .build()) {
            for (int tries = 1; ; tries++) {
                Answer answer = once(client, request(result.head(), body));
                if (answer.taken()) {
                    return;
                }
                Duration wait = answer.retryAfter().orElse(jittered(pause));
                if (!answer.passing() || System.nanoTime() + wait.toNanos() > deadline) {
                    client.shutdownNow();
                    throw new Untold(place() + " was not told: " + answer.what()
                            + (tries == 1 ? "" : ", in the last of " + tries + " tries"));
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

    /** What came of a try. */
    private record Answer(boolean taken, boolean passing, Optional<Duration> retryAfter, String what) {}

    private static Answer once(HttpClient client, HttpRequest request) throws InterruptedException {
        try {
            HttpResponse<Void> response = client.send(request, HttpResponse.BodyHandlers.discarding());
            int status = response.statusCode();
            boolean passing = status == TIMEOUT || status == SLOW_DOWN || status >= SERVER_ERROR;
            return new Answer(status / 100 == 2, passing, retryAfter(response), "it answered " + status);
        } catch (IOException e) {
            return new Answer(false, true, Optional.empty(), Reason.of(e));
        }
    }

    // In seconds; the form with a date is rare, and the usual pause does for it.
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
            String timestamp = String.valueOf(Instant.now().getEpochSecond());
            request.header("Hitless-Timestamp", timestamp)
                    .header("Hitless-Signature", "v1=" + signature(secret, timestamp, body));
        }
        return request.build();
    }

    private static String signature(Secret secret, String timestamp, byte[] body) {
        try {
            Mac mac = Mac.getInstance(HMAC);
            mac.init(secret.key());
            mac.update((timestamp + ".").getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(mac.doFinal(body));
        } catch (NoSuchAlgorithmException | InvalidKeyException e) {
            throw new IllegalStateException(e); // every JDK has it, and any key does
        }
    }
}
