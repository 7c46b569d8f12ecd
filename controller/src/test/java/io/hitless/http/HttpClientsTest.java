package io.hitless.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.source.UserError;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Proxy;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which way requests take, and whom they trust. */
class HttpClientsTest {
    private static String proxy(String url, String... variables) {
        Map<String, String> environment = new HashMap<>();
        for (String variable : variables) {
            String[] pair = variable.split("=", 2);
            environment.put(pair[0], pair[1]);
        }
        Proxy proxy =
                EnvironmentProxy.of(environment::get).select(URI.create(url)).getFirst();
        return proxy.address() instanceof InetSocketAddress address
                ? address.getHostString() + ":" + address.getPort()
                : "direct";
    }

    @Test
    void the_proxy_is_that_of_the_scheme() {
        assertThat(proxy("https://a.b/", "https_proxy=http://p:3128")).isEqualTo("p:3128");
        assertThat(proxy("http://a.b/", "https_proxy=http://p:3128")).isEqualTo("direct");
        assertThat(proxy("http://a.b/", "HTTP_PROXY=p:81")).isEqualTo("p:81");
        assertThat(proxy("http://a.b/", "http_proxy=p")).isEqualTo("p:80");
        assertThat(proxy("http://a.b/", "all_proxy=http://all:1/")).isEqualTo("all:1");
        assertThat(proxy("http://a.b/", "all_proxy=http://all:1", "http_proxy=one:2"))
                .isEqualTo("one:2");
        assertThat(proxy("http://a.b/", "HTTP_PROXY=upper:1", "http_proxy=lower:2"))
                .isEqualTo("lower:2");
        assertThat(proxy("http://a.b/", "HTTP_PROXY=upper:1", "http_proxy=")).isEqualTo("direct");
    }

    @ParameterizedTest
    @CsvSource({
        "a.b, direct",
        "'x, .a.b', direct",
        "*.a.b, direct",
        "b, direct",
        "*, direct",
        "a.b:80, p:1",
        "a.b:8080, direct",
        "xa.b, p:1",
        "a, p:1",
        "'', p:1",
        "A.B, direct"
    })
    void no_proxy_lists_names_and_those_below_them(String excluded, String expected) {
        assertThat(proxy("http://a.b:8080/", "http_proxy=p:1", "no_proxy=" + excluded))
                .isEqualTo(expected);
    }

    @Test
    void a_proxy_that_cannot_be_used_is_an_error_without_its_password() {
        assertThatThrownBy(() -> proxy("http://a/", "http_proxy=socks5://u:hush@p:1"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("http_proxy")
                .hasMessageContaining("socks5")
                .hasMessageNotContaining("hush");
        assertThatThrownBy(() -> proxy("http://a/", "http_proxy=http://u:hush@/ x"))
                .isInstanceOf(UserError.class)
                .hasMessageNotContaining("hush");
    }

    @Test
    void a_request_goes_through_the_proxy_with_its_login(@TempDir Path directory) throws Exception {
        try (RecordingServer server = RecordingServer.encrypted(directory);
                TunnelProxy proxy = new TunnelProxy(server.port(), "Basic dXNlcjpwQHNz")) {
            Map<String, String> environment =
                    Map.of("https_proxy", "http://user:p%40ss@127.0.0.1:" + proxy.port(), "no_proxy", "");
            HttpClient.Builder client = HttpClients.withoutCertificateCheck(HttpClients.within(environment));

            assertThat(get(client, "https://far.example/x?y")).isEqualTo("ok");
            assertThat(server.requests())
                    .extracting(RecordingServer.Request::path)
                    .containsExactly("/x?y");
            assertThat(proxy.asked()).contains("CONNECT far.example:443");
        }
    }

    @Test
    void a_certificate_is_checked_unless_told_otherwise(@TempDir Path directory) throws Exception {
        try (RecordingServer server = RecordingServer.encrypted(directory)) {
            String url = "https://localhost:" + server.port() + "/";

            assertThatThrownBy(() -> get(HttpClients.direct(), url)).isInstanceOf(SSLHandshakeException.class);
            assertThat(get(HttpClients.withoutCertificateCheck(HttpClients.direct()), url))
                    .isEqualTo("ok");
        }
    }

    private static String get(HttpClient.Builder builder, String url) throws IOException, InterruptedException {
        try (HttpClient client = builder.build()) {
            return client.send(HttpRequest.newBuilder(URI.create(url)).build(), HttpResponse.BodyHandlers.ofString())
                    .body();
        }
    }
}
