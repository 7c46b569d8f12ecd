package io.hitless.template;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.eval.EmptyScope;
import io.hitless.value.SecretUse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The lookup {@code hashi_vault} against a server that answers as Vault does. */
class HashiVaultLookupTest {
    private static final Language LANGUAGE = Language.plain();

    private HttpServer server;

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/v1/auth/approle/login", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            boolean known = body.contains("\"role_id\": \"web\"") && body.contains("\"secret_id\": \"s3\"");
            reply(exchange, known ? 200 : 400, "{\"auth\": {\"client_token\": \"by-role\"}}");
        });
        server.createContext("/v1/secret/", exchange -> {
            String token = String.valueOf(exchange.getRequestHeaders().getFirst("X-Vault-Token"));
            String path = exchange.getRequestURI().getPath();
            if (!List.of("t0ken", "by-role").contains(token)) {
                reply(exchange, 403, "{\"errors\": [\"permission denied\"]}");
            } else if (path.equals("/v1/secret/data/web")) {
                reply(exchange, 200, """
                    {"data": {"data": {"user": "ann", "password": "pw-of-web"}, "metadata": {"version": 3}}}\
                    """);
            } else if (path.equals("/v1/secret/old")) {
                String room = String.valueOf(exchange.getRequestHeaders().getFirst("X-Vault-Namespace"));
                reply(exchange, 200, "{\"data\": {\"value\": \"one\", \"room\": \"" + room + "\"}}");
            } else {
                reply(exchange, 404, "{\"errors\": []}");
            }
        });
        server.start();
    }

    private static void reply(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    @Test
    void a_field_of_a_secret_by_a_token_in_the_term() {
        assertThat(value("lookup('community.hashi_vault.hashi_vault', 'secret=secret/data/web:password"
                        + " token=t0ken url=URL')"))
                .isEqualTo("pw-of-web");
    }

    @Test
    void a_whole_secret_its_values_and_the_raw_answer() {
        assertThat(value("lookup('hashi_vault', 'secret/data/web', token='t0ken', url='URL')"))
                .isEqualTo(Map.of("user", "ann", "password", "pw-of-web"));
        assertThat(value("query('hashi_vault', 'secret/data/web return_format=values', token='t0ken', url='URL')"))
                .isEqualTo(List.of("ann", "pw-of-web"));
        assertThat(value("lookup('hashi_vault', 'secret/data/web', return_format='raw', token='t0ken', url='URL')"
                        + ".data.metadata.version"))
                .isEqualTo(3L);
    }

    @Test
    void a_secret_of_the_first_engine_in_a_namespace() {
        assertThat(value("lookup('hashi_vault', 'secret/old', token='t0ken', url='URL', namespace='team')"))
                .isEqualTo(Map.of("value", "one", "room", "team"));
    }

    @Test
    void an_app_role_logs_in_first() {
        assertThat(value("lookup('hashi_vault', 'secret=secret/data/web:user auth_method=approle role_id=web"
                        + " secret_id=s3 url=URL')"))
                .isEqualTo("ann");
        assertThatThrownBy(() -> value("lookup('hashi_vault', 'secret=secret/data/web:user auth_method=approle"
                        + " role_id=web secret_id=no url=URL')"))
                .hasMessageContaining("answers with HTTP status 400");
    }

    @Test
    void what_fails_says_why() {
        assertThatThrownBy(() -> value("lookup('hashi_vault', 'secret/data/web', token='bad', url='URL')"))
                .hasMessageContaining("does not permit to read 'secret/data/web'");
        assertThatThrownBy(() -> value("lookup('hashi_vault', 'secret/none', token='t0ken', url='URL')"))
                .hasMessageContaining("has no secret 'secret/none'");
        assertThatThrownBy(() -> value("lookup('hashi_vault', 'secret/data/web:none', token='t0ken', url='URL')"))
                .hasMessageContaining("has no field 'none'");
        assertThatThrownBy(() -> value("lookup('hashi_vault', 'secret/x', auth_method='ldap', url='URL')"))
                .hasMessageContaining("cannot log in by 'ldap'");
    }

    @Test
    void a_token_that_cannot_be_sent_is_not_told() {
        assertThatThrownBy(() -> value("lookup('hashi_vault', 'secret/data/web', token='hid\\nden', url='URL')"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the header 'X-Vault-Token' cannot be sent")
                .satisfies(e -> assertThat(e.toString()).doesNotContain("hid", "den"));
        assertThat(value("lookup('hashi_vault', 'secret/old', token='t0ken\\n', url='URL', namespace=' team\\n')"))
                .isEqualTo(Map.of("value", "one", "room", "team"));
    }

    @Test
    void a_timeout_and_an_address_that_are_none_have_an_error_of_their_own() {
        assertThatThrownBy(() -> value("lookup('hashi_vault', 'secret/old', token='t0ken', url='URL', timeout=0)"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the timeout is more than 0 seconds, not 0.0");
        assertThatThrownBy(() -> value("lookup('hashi_vault', 'secret/old', token='t0ken', url='no url')"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no URL is written 'no url/v1/secret/old'");
    }

    @Test
    void what_is_secret_is_known_for_masking() {
        assertThat(secrets("lookup('hashi_vault', 'secret/data/web:password', token='t0ken', url='URL')"))
                .containsExactlyInAnyOrder("t0ken", "ann", "pw-of-web");
        assertThat(secrets("query('hashi_vault', 'secret/old return_format=values', token='t0ken', url='URL')"))
                .containsExactlyInAnyOrder("t0ken", "one", "null");
        assertThat(secrets("lookup('hashi_vault', 'secret/data/web', return_format='raw', token='t0ken', url='URL')"))
                .as("without the metadata")
                .containsExactlyInAnyOrder("t0ken", "ann", "pw-of-web");
        assertThat(secrets("lookup('hashi_vault', 'secret=secret/data/web auth_method=approle role_id=web"
                        + " secret_id=s3 url=URL')"))
                .contains("by-role", "s3");
    }

    private Set<String> secrets(String expression) {
        Set<String> used = new LinkedHashSet<>();
        SecretUse.recording(used, () -> value(expression));
        return used;
    }

    private @Nullable Object value(String expression) {
        String address = "http://127.0.0.1:" + server.getAddress().getPort();
        Span span = Span.whole(new SourceFile("t", expression.replace("URL", address)));
        return LANGUAGE.expression(MappedText.verbatim(span).trusted())
                .evaluate(new EmptyScope(List.of(), (_, content) -> content));
    }
}
