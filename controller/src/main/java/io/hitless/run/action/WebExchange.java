package io.hitless.run.action;

import io.hitless.http.HttpClients;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.filters.DataText;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Sends requests of a task from the controller: by the proxy of the task's environment, with the certificate checked
 * unless {@code validate_certs} is false. Redirects are not followed, because addresses and headers have secrets.
 */
final class WebExchange implements AutoCloseable {
    private static final int LARGEST_ANSWER = 1 << 20;

    private final HttpClient client;
    private final Duration patience;

    private WebExchange(HttpClient client, Duration patience) {
        this.client = client;
        this.patience = patience;
    }

    /** @throws io.hitless.source.UserError if the environment names a proxy that can't be used */
    static WebExchange of(ActionCall call, Duration patience) {
        HttpClient.Builder client = HttpClients.within(call.settings().environment());
        HttpClient.Builder checked = call.flag("validate_certs") ? client : HttpClients.withoutCertificateCheck(client);
        return new WebExchange(
                checked.connectTimeout(patience)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build(),
                patience);
    }

    /** A server's answer. */
    record Answer(int status, String text) {
        /** What it says as JSON; null if it is none. */
        @Nullable
        Object json() {
            try {
                return DataText.fromJson(text);
            } catch (UserError _) {
                return null;
            }
        }
    }

    /** Sends a request, and reads the first MiB of the answer. */
    Answer send(HttpRequest request) throws IOException, InterruptedException {
        HttpResponse<InputStream> response = client.send(
                HttpRequest.newBuilder(request, (_, _) -> true)
                        .timeout(patience)
                        .build(),
                HttpResponse.BodyHandlers.ofInputStream());
        try (InputStream body = response.body()) {
            return new Answer(
                    response.statusCode(), new String(body.readNBytes(LARGEST_ANSWER), StandardCharsets.UTF_8));
        }
    }

    /** Why a request failed, in words. */
    static String reason(IOException e) {
        return e instanceof HttpTimeoutException ? "no answer in time" : Reason.of(e);
    }

    @Override
    public void close() {
        client.shutdownNow();
    }
}
