package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What uri and get_url send for force_basic_auth and force. */
class WebOptionsTest {
    @TempDir
    Path dir;

    private final List<String> seen = new CopyOnWriteArrayList<>();
    private HttpServer server;

    @BeforeEach
    void serve() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        boolean known = exchange.getRequestHeaders().containsKey("Authorization");
        boolean fresh = "no-cache".equals(exchange.getRequestHeaders().getFirst("Cache-Control"));
        seen.add((known ? "known" : "unknown") + (fresh ? " fresh" : ""));
        exchange.getResponseHeaders().add("WWW-Authenticate", "Basic realm=\"x\"");
        exchange.sendResponseHeaders(known ? 200 : 401, 0);
        exchange.close();
    }

    @Test
    void credentials_wait_until_the_server_asks_unless_forced() throws IOException {
        for (String module : List.of(
                "uri: {url: URL, url_username: a, url_password: bcdefghij OPTIONS}",
                "get_url: {url: URL, dest: OUT, url_username: a, url_password: bcdefghij OPTIONS}")) {
            rollout(module.replace("OPTIONS", ""));
            assertThat(seen).containsExactly("unknown", "known");
            rollout(module.replace("OPTIONS", ", force_basic_auth: true"));
            assertThat(seen).containsExactly("known");
            rollout(module.replace("OPTIONS", ", force_basic_auth: true, force: true"));
            assertThat(seen).containsExactly("known fresh");
        }
    }

    private void rollout(String task) throws IOException {
        seen.clear();
        Files.deleteIfExists(dir.resolve("out"));
        Path hosts = Files.writeString(dir.resolve("hosts.yml"), "all: {hosts: {h1: {ansible_connection: local}}}\n");
        String call = task.replace(
                        "URL", "\"http://127.0.0.1:" + server.getAddress().getPort() + "/f\"")
                .replace("OUT", dir.resolve("out").toString());
        Path site = Files.writeString(
                dir.resolve("site.yml"), "- hosts: all\n  gather_facts: false\n  tasks:\n    - " + call + "\n");
        Hitless run = Hitless.run("rollout", "-i", hosts.toString(), site.toString());
        assertThat(run.exit()).as(run.out() + run.err()).isZero();
    }
}
