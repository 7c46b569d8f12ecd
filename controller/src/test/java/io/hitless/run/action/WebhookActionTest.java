package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.http.RecordingServer;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code webhook}: the request, and how its answer is judged. */
class WebhookActionTest {
    @TempDir
    private Path directory;

    private RecordingServer server;
    private ActionFixture run;

    @BeforeEach
    void a_receiver() throws IOException {
        server = RecordingServer.plain();
        run = new ActionFixture(directory);
    }

    @AfterEach
    void it_goes() {
        server.close();
    }

    private Result webhook(String options) throws IOException, InterruptedException {
        return run.run("{webhook: {url: 'http://127.0.0.1:" + server.port() + "/hook?hush=1'" + options + "}}");
    }

    @Test
    void values_are_sent_as_json() throws Exception {
        Result result = webhook(", body: {text: é, n: [1, null]}, headers: {X-Team: ops}");

        RecordingServer.Request request = server.requests().getFirst();
        assertThat(request.method()).isEqualTo("POST");
        assertThat(request.path()).isEqualTo("/hook?hush=1");
        assertThat(request.body()).isEqualTo("{\"text\": \"\\u00e9\", \"n\": [1, null]}");
        assertThat(request.header("Content-type")).isEqualTo("application/json");
        assertThat(request.header("X-team")).isEqualTo("ops");
        assertThat(request.headers()).doesNotContainKey("Hitless-signature");
        assertThat(result.changed()).isTrue();
        assertThat(result.fields()).isEqualTo(Map.of("status", 200L, "content", "ok"));
    }

    @Test
    void a_text_is_sent_as_it_is() throws Exception {
        webhook(", body: 'a b', method: PUT, headers: {Content-Type: text/plain}");

        assertThat(server.requests().getFirst().body()).isEqualTo("a b");
        assertThat(server.requests().getFirst().method()).isEqualTo("PUT");
        assertThat(server.requests().getFirst().header("Content-type")).isEqualTo("text/plain");
    }

    @Test
    void a_secret_signs_it() throws Exception {
        webhook(", body: x, secret: hush");

        assertThat(server.requests().getFirst().header("Hitless-signature")).matches("v1=[0-9a-f]{64}");
    }

    @ParameterizedTest
    @CsvSource({"204, '', false", "500, '', true", "302, '', true", "500, ', status_code: [500]', false"})
    void the_status_decides(int status, String options, boolean failed) throws Exception {
        server.answers(status, "");
        Result result = webhook(options);

        assertThat(result.isFailed()).isEqualTo(failed);
        assertThat(result.fields()).containsEntry("status", (long) status);
        if (failed) {
            assertThat(result.fields())
                    .containsEntry("msg", "http://127.0.0.1:" + server.port() + " answered with status " + status);
        }
    }

    @Test
    void check_mode_sends_nothing() throws Exception {
        run.check = true;

        assertThat(webhook("").changed()).isTrue();
        assertThat(server.requests()).isEmpty();
    }

    @Test
    void a_server_that_is_not_there_fails_the_task() throws Exception {
        server.close();

        assertThat(webhook("").fields())
                .containsEntry("msg", "cannot reach http://127.0.0.1:" + server.port() + ": there is no connection");
    }

    @Test
    void no_address_is_an_error_that_does_not_repeat_it() {
        assertThatThrownBy(() -> run.run("{webhook: {url: 'ftp://hush/'}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("the url of webhook is no address")
                .hasMessageNotContaining("hush");
    }
}
