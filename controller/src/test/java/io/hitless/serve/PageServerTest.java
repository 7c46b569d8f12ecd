package io.hitless.serve;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.event.ValueJson;
import io.hitless.report.html.RunPage;
import io.hitless.source.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageServerTest {
    private static final String TOKEN = "a-token-that-is-long-enough";

    @TempDir
    static Path dir;

    private static SampleState sample;
    private static final HttpClient CLIENT = HttpClient.newHttpClient();
    private @Nullable PageServer server;

    @BeforeAll
    static void a_fleet_with_two_rollouts_and_six_checks() throws SQLException {
        sample = new SampleState(dir.resolve("state"), "");
        sample.write(60, 12, 6);
    }

    @AfterEach
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private URI serve(@Nullable String token) {
        server = PageServer.start(sample.state(), new InetSocketAddress("127.0.0.1", 0), token);
        return server.address();
    }

    private static HttpResponse<String> get(URI address, String... headers) throws IOException, InterruptedException {
        HttpRequest.Builder request = HttpRequest.newBuilder(address);
        if (headers.length > 0) {
            request.headers(headers);
        }
        return CLIENT.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    private static Map<?, ?> json(HttpResponse<String> response) {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return (Map<?, ?>) ValueJson.read(response.body());
    }

    private static List<Map<?, ?>> maps(Map<?, ?> map, String name) {
        return ((List<?>) map.get(name))
                .stream().<Map<?, ?>>map(each -> (Map<?, ?>) each).toList();
    }

    private String rollout(URI base) throws IOException, InterruptedException {
        return (String) maps(json(get(base.resolve("/api/fleet"))), "runs").stream()
                .filter(run -> "rollout".equals(run.get("kind")))
                .findFirst()
                .orElseThrow()
                .get("id");
    }

    @Test
    void the_fleet_is_told_with_each_hosts_last_rollout_and_drift() throws IOException, InterruptedException {
        Map<?, ?> fleet = json(get(serve(null).resolve("/api/fleet")));

        List<Map<?, ?>> hosts = maps(fleet, "hosts");
        assertThat(hosts).hasSize(60);
        assertThat(hosts.stream().map(host -> host.get("name")).limit(11))
                .isEqualTo(List.of("lb1", "lb2", "lb3", "lb4", "lb5", "lb6", "lb7", "lb8", "lb9", "lb10", "lb11"));
        Map<?, ?> rollout = (Map<?, ?>) hosts.get(2).get("rollout");
        assertThat(rollout.get("state")).isEqualTo("failed");
        assertThat(rollout.get("commit")).isEqualTo("1bce2e8a");
        Map<?, ?> drift = (Map<?, ?>) hosts.get(4).get("drift");
        assertThat(drift.get("state")).isEqualTo("drifted");
        assertThat(maps(fleet, "checks")).hasSize(6).last().satisfies(check -> {
            Map<?, ?> counts = (Map<?, ?>) check.get("hosts");
            assertThat(counts.values().stream().mapToLong(Long.class::cast).sum())
                    .isEqualTo(60);
        });
        assertThat(maps(fleet, "runs")).hasSize(8);
    }

    @Test
    void a_run_is_served_as_its_page_with_the_policy_it_names_itself() throws IOException, InterruptedException {
        URI base = serve(null);
        HttpResponse<String> page = get(base.resolve("/runs/" + rollout(base)));

        assertThat(page.body()).contains("of 60 hosts failed</h1>");
        assertThat(page.headers().firstValue("content-security-policy"))
                .hasValue(RunPage.policy() + "; frame-ancestors 'none'");
    }

    @Test
    void pages_take_script_and_style_from_this_server_alone() throws IOException, InterruptedException {
        URI base = serve(null);
        for (String path : List.of("/", "/live/20260101-000000-aaaa")) {
            HttpResponse<String> page = get(base.resolve(path));
            assertThat(page.headers().firstValue("content-security-policy").orElseThrow())
                    .startsWith("default-src 'none'; script-src 'self';")
                    .doesNotContain("unsafe");
            assertThat(page.headers().firstValue("x-content-type-options")).hasValue("nosniff");
            assertThat(page.headers().firstValue("referrer-policy")).hasValue("no-referrer");
            assertThat(page.body()).doesNotContainPattern("<script>|<style>| on[a-z]+=| style=");
        }
        HttpResponse<String> script = get(base.resolve("/assets/fleet.js"));
        assertThat(script.headers().firstValue("content-type")).hasValue("text/javascript; charset=utf-8");
        assertThat(script.body()).doesNotContain("innerHTML", "insertAdjacentHTML", "document.write", "eval(");
    }

    @Test
    void a_live_view_is_told_only_what_is_new() throws IOException, InterruptedException {
        URI base = serve(null);
        String run = "/api/runs/" + rollout(base);
        Map<?, ?> all = json(get(base.resolve(run)));
        long seq = (Long) all.get("seq");

        assertThat(maps(all, "events").stream().<@Nullable Object>map(event -> event.get("type")))
                .contains("play", "batch", "task", "done", "note", "end");
        assertThat(maps(all, "events").stream()
                        .filter(event -> "failed".equals(event.get("status")))
                        .<@Nullable Object>map(event -> event.get("why")))
                .contains("non-zero return code");
        assertThat(maps(json(get(base.resolve(run + "?after=" + seq))), "events"))
                .isEmpty();
        assertThat(maps(json(get(base.resolve(run + "?after=" + (seq - 1)))), "events"))
                .hasSize(1);
    }

    @Test
    void what_has_not_changed_is_not_sent_again() throws IOException, InterruptedException {
        URI fleet = serve(null).resolve("/api/fleet");
        String tag = get(fleet).headers().firstValue("etag").orElseThrow();

        assertThat(get(fleet, "If-None-Match", tag).statusCode()).isEqualTo(304);
    }

    @Test
    void nothing_else_is_there() throws IOException, InterruptedException {
        URI base = serve(null);
        for (String path : List.of(
                "/x",
                "/assets/",
                "/assets/journal.db",
                "/assets/..%2fserve/fleet.js",
                "/runs/",
                "/runs/%2e%2e",
                "/runs/20260101-000000-aaaa",
                "/runs/%3Cscript%3E",
                "/reports/",
                "/journal.db")) {
            HttpResponse<String> answer = get(base.resolve(path));
            assertThat(answer.statusCode()).as(path).isIn(400, 404);
            assertThat(answer.body()).as(path).doesNotContain("<script>");
        }
    }

    @Test
    void it_only_shows() throws IOException, InterruptedException {
        URI base = serve(null);
        for (String method : List.of("POST", "PUT", "DELETE", "PATCH", "OPTIONS")) {
            HttpRequest request = HttpRequest.newBuilder(base)
                    .method(method, HttpRequest.BodyPublishers.noBody())
                    .build();
            assertThat(CLIENT.send(request, HttpResponse.BodyHandlers.discarding())
                            .statusCode())
                    .as(method)
                    .isEqualTo(405);
        }
    }

    @Test
    void over_loopback_a_page_of_elsewhere_is_refused() throws IOException {
        int port = serve(null).getPort();

        assertThat(status(port, "evil.example.org")).isEqualTo(421);
        assertThat(status(port, "evil.example.org:" + port)).isEqualTo(421);
        assertThat(status(port, "localhost.evil.example.org")).isEqualTo(421);
        assertThat(status(port, "localhost:1234")).isEqualTo(200);
        assertThat(status(port, "127.0.0.1")).isEqualTo(200);
        assertThat(status(port, "[::1]:" + port)).isEqualTo(200);
    }

    private static int status(int port, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.getOutputStream()
                    .write(("GET / HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.substring(9, 12));
        }
    }

    @Test
    void with_a_token_only_who_has_it_sees_anything() throws IOException, InterruptedException {
        URI address = serve(TOKEN);
        assertThat(address.getQuery()).isEqualTo("token=" + TOKEN);
        URI fleet = address.resolve("/api/fleet");

        assertThat(get(fleet).statusCode()).isEqualTo(401);
        assertThat(get(fleet, "Authorization", "Bearer wrong").statusCode()).isEqualTo(401);
        assertThat(get(fleet, "Cookie", "hitless-" + address.getPort() + "=wrong")
                        .statusCode())
                .isEqualTo(401);
        assertThat(get(address.resolve("/assets/fleet.js")).statusCode()).isEqualTo(401);
        assertThat(get(address.resolve("/?token=wrong")).statusCode()).isEqualTo(401);
        assertThat(get(fleet, "Authorization", "Bearer " + TOKEN).statusCode()).isEqualTo(200);

        HttpResponse<String> opened = get(address);
        assertThat(opened.statusCode()).isEqualTo(303);
        assertThat(opened.headers().firstValue("location")).hasValue("/");
        String cookie = opened.headers().firstValue("set-cookie").orElseThrow();
        assertThat(cookie).endsWith("; HttpOnly; SameSite=Strict; Path=/");
        assertThat(get(fleet, "Cookie", cookie.substring(0, cookie.indexOf(';')))
                        .statusCode())
                .isEqualTo(200);
    }

    @Test
    void anywhere_but_on_loopback_a_token_is_made_up() throws IOException, InterruptedException {
        server = PageServer.start(sample.state(), new InetSocketAddress("0.0.0.0", 0), null);

        assertThat(server.address().getQuery()).matches("token=[A-Za-z0-9_-]{32}");
        assertThat(get(URI.create("http://127.0.0.1:" + server.address().getPort() + "/"))
                        .statusCode())
                .isEqualTo(401);
    }

    @Test
    void a_port_that_is_taken_is_said() {
        int port = serve(null).getPort();

        assertThatThrownBy(() -> PageServer.start(sample.state(), new InetSocketAddress("127.0.0.1", port), null))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot listen on 127.0.0.1:" + port);
    }

    @Test
    void hosts_are_in_the_order_of_their_numbers() {
        assertThat(List.of("lb10", "lb9", "lb2b10", "lb2b9", "a", "lb09").stream()
                        .sorted(FleetView::compareNames))
                .containsExactly("a", "lb2b9", "lb2b10", "lb09", "lb9", "lb10");
    }
}
