package io.hitless.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/** A web server of a test: it writes down what is asked, and answers as the test says, or with 200 and nothing. */
public final class RecordingServer implements AutoCloseable {
    /** What came in; the path with its query. */
    public record Request(String method, String path, Map<String, List<String>> headers, String body) {
        public String header(String name) {
            return String.join(",", headers.getOrDefault(name, List.of()));
        }
    }

    private record Answer(int status, String body, @Nullable URI elsewhere) {}

    private final HttpServer server;
    private final List<Request> requests = new CopyOnWriteArrayList<>();
    private final Deque<Answer> answers = new ArrayDeque<>();

    private RecordingServer(HttpServer server) {
        this.server = server;
        server.createContext("/", this::answer);
        server.start();
    }

    public static RecordingServer plain() throws IOException {
        return new RecordingServer(HttpServer.create(anyPort(), 0));
    }

    /** A server with a certificate that nobody trusts, for the name {@code test}. */
    public static RecordingServer encrypted(Path directory) throws IOException {
        HttpsServer server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(ownCertificate(directory)));
        return new RecordingServer(server);
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static SSLContext ownCertificate(Path directory) throws IOException {
        Path store = directory.resolve("keys.p12");
        String keytool =
                Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        Process made = new ProcessBuilder(
                        keytool,
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-alias",
                        "k",
                        "-dname",
                        "CN=test",
                        "-storetype",
                        "PKCS12",
                        "-keystore",
                        store.toString(),
                        "-storepass",
                        "secret")
                .redirectErrorStream(true)
                .start();
        try (InputStream in = made.getInputStream()) {
            String said = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            if (!Files.exists(store)) {
                throw new IOException(said);
            }
            return context(store);
        } catch (GeneralSecurityException e) {
            throw new IOException(e);
        }
    }

    private static SSLContext context(Path store) throws IOException, GeneralSecurityException {
        KeyStore keys = KeyStore.getInstance(store.toFile(), "secret".toCharArray());
        KeyManagerFactory managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        managers.init(keys, "secret".toCharArray());
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(managers.getKeyManagers(), null, null);
        return context;
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /** Answers the next request so. */
    public void answers(int status, String body) {
        answers.add(new Answer(status, body, null));
    }

    /** Sends the next client elsewhere. */
    public void redirects(URI elsewhere) {
        answers.add(new Answer(302, "", elsewhere));
    }

    public List<Request> requests() {
        return requests;
    }

    private void answer(HttpExchange exchange) {
        try (exchange) {
            requests.add(new Request(
                    exchange.getRequestMethod(),
                    exchange.getRequestURI().toString(),
                    Map.copyOf(exchange.getRequestHeaders()),
                    new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
            Answer answer = answers.isEmpty() ? new Answer(200, "ok", null) : answers.pop();
            byte[] body = answer.body().getBytes(StandardCharsets.UTF_8);
            if (answer.elsewhere() != null) {
                exchange.getResponseHeaders().add("Location", answer.elsewhere().toString());
            }
            exchange.sendResponseHeaders(answer.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
