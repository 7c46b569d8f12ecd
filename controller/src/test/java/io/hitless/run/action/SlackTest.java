package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.http.RecordingServer;
import io.hitless.http.TunnelProxy;
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

/**
 * {@code slack}: what is sent, and where. The payloads are those that community.general sends with ansible-core 2.19.
 */
class SlackTest {
    private static final String SENDER =
            "\"username\": \"Ansible\", \"icon_url\": \"https://docs.ansible.com/favicon.ico\", \"link_names\": 1";

    @TempDir
    private Path directory;

    private RecordingServer server;
    private TunnelProxy proxy;
    private ActionFixture run;

    @BeforeEach
    void a_server_in_place_of_slack() throws IOException {
        server = RecordingServer.encrypted(directory);
        proxy = new TunnelProxy(server.port(), "");
        run = new ActionFixture(directory);
        run.environment = Map.of("https_proxy", "http://127.0.0.1:" + proxy.port(), "no_proxy", "");
    }

    @AfterEach
    void it_goes() throws IOException {
        proxy.close();
        server.close();
    }

    private Result slack(String options) throws IOException, InterruptedException {
        return run.run("{slack: {validate_certs: false, " + options + "}}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
        msg: hello | {"text": "hello", %}
        msg: 'a <b> & "q" é', channel: ops, color: good, username: '', icon_url: '' | {"attachments": [{"text": "a <b> & \\"q\\" \\u00e9", "color": "good", "mrkdwn_in": ["text"]}], "channel": "#ops", "username": "", "icon_url": "", "link_names": 1}
        msg: m1, channel: '#ops', color: '#00aacc', icon_emoji: ':x:', link_names: 0, parse: none, thread_id: '1.2' | {"attachments": [{"text": "m1", "color": "#00aacc", "mrkdwn_in": ["text"]}], "channel": "#ops", "thread_ts": "1.2", "username": "Ansible", "icon_emoji": ":x:", "link_names": 0, "parse": "none"}
        msg: m2, channel: '@ops', prepend_hash: always | {"text": "m2", "channel": "#@ops", %}
        msg: m3, channel: ops, prepend_hash: never | {"text": "m3", "channel": "ops", %}
        msg: m4, channel: C0ops | {"text": "m4", "channel": "C0ops", %}
        attachments: [{text: t, color: good, fallback: fb}, {text: u}] | {%, "attachments": [{"text": "t", "color": "good", "fallback": "fb"}, {"text": "u", "fallback": "u"}]}
        msg: m5, color: danger, attachments: [{title: t, text: f}] | {"attachments": [{"text": "m5", "color": "danger", "mrkdwn_in": ["text"]}, {"title": "t", "text": "f", "fallback": "f"}], %}
        msg: m6, blocks: [{type: section, n: 3, x: null}] | {"text": "m6", %, "blocks": [{"type": "section", "n": 3, "x": null}]}
        msg: '', color: good | {"attachments": [{"text": "", "color": "good", "mrkdwn_in": ["text"]}], %}
        """)
    void the_payload_is_that_of_ansible(String options, String payload) throws Exception {
        Result result = slack("token: A/B/C, " + options);

        assertThat(result.fields()).isEqualTo(Map.of("msg", "OK"));
        assertThat(server.requests().getFirst().body()).isEqualTo(payload.replace("%", SENDER));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        A/B/C,    '',                  CONNECT hooks.slack.com:443,     /services/A/B/C
        A/B/C,    slack-gov.com,       CONNECT hooks.slack-gov.com:443, /services/A/B/C
        A/B/C,    other.example,       CONNECT hooks.slack.com:443,     /services/A/B/C
        old,      me.slack.com,        CONNECT me.slack.com:443,        /services/hooks/incoming-webhook?token=old
        xoxb-1-2, '',                  CONNECT slack.com:443,           /api/chat.postMessage
        xoxp-1-2, slack-gov.com,       CONNECT slack-gov.com:443,       /api/chat.postMessage
        """)
    void where_it_goes_depends_on_the_token(String token, String domain, String host, String path) throws Exception {
        server.answers(200, "{\"ok\": true}");
        slack("token: " + token + ", msg: x" + (domain.isEmpty() ? "" : ", domain: " + domain));

        assertThat(proxy.asked()).containsExactly(host);
        RecordingServer.Request request = server.requests().getFirst();
        assertThat(request.path()).isEqualTo(path);
        assertThat(request.header("Authorization")).isEqualTo(token.startsWith("xox") ? "Bearer " + token : "");
        assertThat(request.header("Content-type")).isEqualTo("application/json; charset=UTF-8");
    }

    @Test
    void the_web_api_returns_the_message() throws Exception {
        server.answers(200, "{\"ok\": true, \"channel\": \"C1\", \"ts\": \"123.4\"}");
        Result result = slack("token: xoxb-1, msg: hello, channel: ops");

        assertThat(result.changed()).isTrue();
        assertThat(result.fields())
                .containsEntry("ts", "123.4")
                .containsEntry("channel", "C1")
                .containsEntry("payload", "{\"text\": \"hello\", \"channel\": \"#ops\", " + SENDER + "}")
                .containsEntry("api", Map.of("ok", true, "channel", "C1", "ts", "123.4"));
    }

    @Test
    void a_message_is_changed() throws Exception {
        server.answers(200, "{\"ok\": true, \"channel\": \"C1\", \"ts\": \"9.9\"}");
        slack("token: xoxb-1, msg: new, channel: C012, message_id: '9.9'");

        assertThat(server.requests().getFirst().path()).isEqualTo("/api/chat.update");
        assertThat(server.requests().getFirst().body()).endsWith(", \"ts\": \"9.9\"}");
    }

    @Test
    void check_mode_sends_nothing() throws Exception {
        run.check = true;

        assertThat(slack("token: A/B/C, msg: x").changed()).isTrue();
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"old, false", "new, true"})
    void check_mode_compares_the_message_that_would_be_changed(String text, boolean changed) throws Exception {
        run.check = true;
        server.answers(200, "{\"ok\": true, \"messages\": [{\"text\": \"old\", \"ts\": \"9.9\"}]}");
        Result result = slack("token: xoxb-1, msg: " + text + ", channel: C012, message_id: '9.9'");

        assertThat(result.changed()).isEqualTo(changed);
        assertThat(server.requests().getFirst().path())
                .isEqualTo("/api/conversations.history?channel=C012&ts=9.9&limit=1&inclusive=true");
    }

    @Test
    void a_refusal_fails_the_task() throws Exception {
        server.answers(200, "{\"ok\": false, \"error\": \"channel_not_found\"}");
        Result result = slack("token: xoxb-1, msg: x, channel: none");

        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields())
                .containsEntry("error", "channel_not_found")
                .containsEntry("msg", "Slack refused the message: channel_not_found");
    }

    @Test
    void an_error_names_the_address_without_the_token() throws Exception {
        server.answers(500, "");

        assertThat(slack("token: A/B/hush, msg: x").fields())
                .containsEntry(
                        "msg", "cannot post to https://hooks.slack.com/services/[hidden]: it answered with status 500");
        server.close();
        assertThat(slack("token: A/B/hush, msg: x").fields().get("msg").toString())
                .startsWith("cannot reach https://hooks.slack.com/services/[hidden]: ");
    }

    @Test
    void a_certificate_that_nobody_signed_is_refused() throws Exception {
        Result result = run.run("{slack: {token: A/B/C, msg: x}}");

        assertThat(result.isFailed()).isTrue();
        assertThat(server.requests()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
        'token: old, msg: x',                'neither the key of a webhook nor a token'
        'token: A/B/C, msg: x, color: blue', the color 'blue' is not known
        'token: A/B/C, msg: x, color: "#12"', the color '#12' is not known
        'token: "A/B/ c", msg: x',           makes no address
        """, quoteCharacter = '\'')
    void what_cannot_be_sent_is_an_error(String options, String error) {
        assertThatThrownBy(() -> slack(options)).isInstanceOf(UserError.class).hasMessageContaining(error);
        assertThat(server.requests()).isEmpty();
    }
}
