package io.hitless.galaxy;

import io.hitless.http.HttpClients;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Reads files and responses from web servers. Certificates are always checked. */
final class Web implements AutoCloseable {
    private static final int LARGEST_ANSWER = 32 << 20;
    private static final long LARGEST_FILE = 4L << 30;

    private final Duration patience;
    private final HttpClient client;

    Web(Duration patience) {
        this.patience = patience;
        this.client = HttpClients.usual()
                .followRedirects(HttpClient.Redirect.NORMAL)
                .connectTimeout(patience)
                .build();
    }

    /** @throws UserError if the address can't be read */
    byte[] get(URI url, @Nullable String authorization) {
        try {
            HttpResponse<InputStream> answer = send(url, authorization);
            try (InputStream body = answer.body()) {
                byte[] content = body.readNBytes(LARGEST_ANSWER + 1);
                if (answer.statusCode() != 200) {
                    throw new NotThere(url, answer.statusCode());
                }
                if (content.length > LARGEST_ANSWER) {
                    throw new UserError(url + " sent more than 32 MiB");
                }
                return content;
            }
        } catch (IOException e) {
            throw new UserError("cannot reach " + url + ": " + Reason.of(e));
        }
    }

    /** Downloads to a file. */
    void download(URI url, @Nullable String authorization, Path file) {
        try {
            HttpResponse<InputStream> answer = send(url, authorization);
            try (InputStream body = answer.body();
                    OutputStream out = Files.newOutputStream(file)) {
                if (answer.statusCode() != 200) {
                    throw new NotThere(url, answer.statusCode());
                }
                byte[] buffer = new byte[1 << 16];
                long all = 0;
                for (int read = body.read(buffer); read >= 0; read = body.read(buffer)) {
                    all += read;
                    if (all > LARGEST_FILE) {
                        throw new UserError(url + " is larger than 4 GiB");
                    }
                    out.write(buffer, 0, read);
                }
            }
        } catch (IOException e) {
            throw new UserError("cannot download " + url + ": " + Reason.of(e));
        }
    }

    private HttpResponse<InputStream> send(URI url, @Nullable String authorization) throws IOException {
        try {
            HttpRequest.Builder request = HttpRequest.newBuilder(url).timeout(patience);
            if (authorization != null) {
                request.header("Authorization", authorization);
            }
            return client.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
        } catch (IllegalArgumentException e) {
            throw new UserError("'" + url + "' is not an address: " + Reason.of(e));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    @Override
    public void close() {
        client.shutdownNow();
    }

    /** A server did not respond with status 200. */
    static final class NotThere extends UserError {
        private static final long serialVersionUID = 1;
        private final int status;

        NotThere(URI url, int status) {
            super(url + " responded with status " + status);
            this.status = status;
        }

        boolean isUnknown() {
            return status == 404;
        }
    }
}
