package io.hitless.galaxy;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** A small Galaxy server: collections and roles that a test publishes. */
final class TestServer implements AutoCloseable {
    private final HttpServer server;
    private final Path files;
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final Map<String, List<String>> versions = new ConcurrentHashMap<>();
    final List<String> asked = new ArrayList<>();

    @Nullable
    String token;

    TestServer(Path files) throws IOException {
        this.files = files;
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        answers.put("/api/", GalaxyJson.written(Map.of("available_versions", Map.of("v1", "v1/", "v3", "v3/"))));
    }

    ServerAddress address() {
        return ServerAddress.of(
                "test", "http://127.0.0.1:" + server.getAddress().getPort(), token, null, null);
    }

    String url(String path) {
        return "http://127.0.0.1:" + server.getAddress().getPort() + path;
    }

    void publish(String name, String version, Map<String, String> dependencies) throws IOException {
        Path archive = TestArchive.collection(name, version, dependencies)
                .written(files.resolve(name + "-" + version + ".tar.gz"));
        publish(name, version, dependencies, Checksum.of(archive));
    }

    void publish(String name, String version, Map<String, String> dependencies, String sha256) {
        String base = "/api/v3/collections/" + name.replace('.', '/') + "/versions/";
        List<String> all = versions.computeIfAbsent(name, _ -> new ArrayList<>());
        all.add(version);
        answers.put(
                base,
                GalaxyJson.written(Map.of(
                        "data",
                        all.stream().map(each -> Map.of("version", each)).toList(),
                        "links",
                        Map.of())));
        answers.put(
                base + version + "/",
                GalaxyJson.written(Map.of(
                        "download_url",
                        "/files/" + name + "-" + version + ".tar.gz",
                        "artifact",
                        Map.of("sha256", sha256),
                        "metadata",
                        Map.of("dependencies", dependencies))));
    }

    void publishRole(String name, List<String> its) {
        answers.put(
                "/api/v1/roles/",
                GalaxyJson.written(
                        Map.of("results", List.of(Map.of("id", 7, "github_user", "u", "github_repo", "r")))));
        answers.put(
                "/api/v1/roles/7/versions/",
                GalaxyJson.written(Map.of(
                        "results",
                        its.stream()
                                .map(each -> Map.of(
                                        "name", each, "download_url", url("/files/" + name + "-" + each + ".tar.gz")))
                                .toList())));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            String path = exchange.getRequestURI().getPath();
            synchronized (asked) {
                asked.add(path);
            }
            boolean open = token == null
                    || ("Token " + token).equals(exchange.getRequestHeaders().getFirst("Authorization"));
            Path file = files.resolve(path.substring(path.lastIndexOf('/') + 1));
            byte[] body = !open
                    ? null
                    : path.startsWith("/files/") && Files.exists(file)
                            ? Files.readAllBytes(file)
                            : answers.containsKey(path) ? answers.get(path).getBytes(UTF_8) : null;
            exchange.sendResponseHeaders(!open ? 401 : body == null ? 404 : 200, body == null ? -1 : body.length);
            if (body != null) {
                exchange.getResponseBody().write(body);
            }
        }
    }

    @Override
    public void close() {
        server.stop(0);
    }
}
