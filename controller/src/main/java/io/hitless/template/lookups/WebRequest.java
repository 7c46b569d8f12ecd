package io.hitless.template.lookups;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Values;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** The requests over HTTP that lookups make. */
final class WebRequest {
    private WebRequest() {}

    /** @throws UserError if the address is no URL, or no time is left for the answer */
    static HttpRequest.Builder to(String address, double seconds) {
        Duration time = Duration.ofMillis((long) (1000 * seconds));
        if (!time.isPositive()) {
            throw new UserError("the timeout is more than 0 seconds, not " + Values.text(seconds));
        }
        try {
            return HttpRequest.newBuilder(URI.create(address)).timeout(time);
        } catch (IllegalArgumentException e) {
            throw new UserError("no URL is written " + Values.repr(address) + ": " + Reason.of(e));
        }
    }

    /**
     * Sends a request and reads the answer as text, whatever its status is.
     *
     * @param clients the client's settings
     * @param failed what an error says first if there is no answer
     */
    static Answer send(HttpRequest request, HttpClient.Builder clients, String failed) {
        request.timeout().ifPresent(clients::connectTimeout);
        try (HttpClient client = clients.build()) {
            HttpResponse<byte[]> answer = client.send(request, HttpResponse.BodyHandlers.ofByteArray());
            ComputeLimits.text(answer.body().length);
            return new Answer(answer.statusCode(), new String(answer.body(), StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UserError(failed + ": " + Reason.of(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            ComputeLimits.check();
            throw new IllegalStateException("not interrupted");
        }
    }

    /** What a server answers. */
    record Answer(int status, String text) {}
}
