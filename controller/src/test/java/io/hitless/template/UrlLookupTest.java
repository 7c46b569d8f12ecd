package io.hitless.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import io.hitless.http.RecordingServer;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The lookup {@code url} against a server of its own. */
class UrlLookupTest {
    private static final Language LANGUAGE = Language.plain();

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            String login = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
            String asked = String.valueOf(exchange.getRequestHeaders().getFirst("X-Ask"));
            byte[] body = ("line 1\n" + login + "\n" + asked + "\n").getBytes(StandardCharsets.UTF_8);
            boolean there = !exchange.getRequestURI().getPath().equals("/lost");
            exchange.sendResponseHeaders(there ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void gives_the_lines_of_an_answer() {
        assertThat(value("query('url', URL)")).isEqualTo(List.of("line 1", "null", "null"));
        assertThat(value("lookup('url', URL)")).isEqualTo("line 1,null,null");
        assertThat(value("lookup('url', URL, split_lines=false)")).isEqualTo("line 1\nnull\nnull\n");
    }

    @Test
    void sends_a_login_and_headers() {
        assertThat(value("query('url', URL, username='u', password='p', headers={'X-Ask': 'me'})"))
                .isEqualTo(List.of("line 1", "Basic dTpw", "me"));
    }

    @Test
    void an_answer_that_is_an_error_fails_unless_errors_are_ignored() {
        assertThatThrownBy(() -> value("lookup('url', URL ~ 'lost')")).hasMessageContaining("HTTP status 404");
        assertThat(value("lookup('url', URL ~ 'lost', errors='ignore')")).isNull();
        assertThatThrownBy(() -> value("lookup('url', 'not a url')"))
                .hasMessageContaining("no URL is written 'not a url'");
    }

    @Test
    void a_certificate_is_checked_unless_told_otherwise(@TempDir Path directory) throws IOException {
        try (RecordingServer other = RecordingServer.encrypted(directory)) {
            String url = "'https://localhost:" + other.port() + "/'";
            assertThatThrownBy(() -> value("lookup('url', " + url + ")")).hasMessageContaining("cannot read");
            assertThat(value("lookup('url', " + url + ", validate_certs=false)"))
                    .isEqualTo("ok");
        }
    }

    @Test
    void redirects_are_followed_unless_told_otherwise_and_caches_are_passed() throws IOException {
        try (RecordingServer other = RecordingServer.plain()) {
            other.redirects(URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
            other.redirects(URI.create("http://127.0.0.1:1/"));
            String url = "'http://127.0.0.1:" + other.port() + "/'";
            assertThat(value("query('url', " + url + ", force=true)")).isEqualTo(List.of("line 1", "null", "null"));
            assertThatThrownBy(() -> value("query('url', " + url + ", follow_redirects='none')"))
                    .hasMessageContaining("HTTP status 302");
            assertThat(other.requests().getFirst().header("Cache-control")).isEqualTo("no-cache");
            assertThat(other.requests().getLast().header("Cache-control")).isEmpty();
        }
    }

    @Test
    void a_header_that_cannot_be_sent_is_not_told_and_no_time_is_an_error() {
        assertThatThrownBy(() -> value("lookup('url', URL, headers={'X-Ask': 'hid\\nden'})"))
                .hasMessageContaining("the header 'X-Ask' cannot be sent")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hid", "den'"));
        assertThatThrownBy(() -> value("lookup('url', URL, timeout=0)"))
                .hasMessageContaining("the timeout is more than 0 seconds, not 0.0");
    }

    private @Nullable Object value(String expression) {
        Span span = Span.whole(new SourceFile("t", expression));
        return LANGUAGE.expression(MappedText.verbatim(span).trusted())
                .evaluate(new Server("http://127.0.0.1:" + server.getAddress().getPort() + "/"));
    }

    private record Server(String url) implements Scope {
        @Override
        public @Nullable Object get(String name) {
            return name.equals("URL") ? url : Undefined.name(name);
        }

        @Override
        public Set<String> names() {
            return Set.of("URL");
        }

        @Override
        public List<Path> searchPath() {
            return List.of();
        }
    }
}
