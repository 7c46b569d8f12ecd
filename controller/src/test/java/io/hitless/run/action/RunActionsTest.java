package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Actions that act on the run itself, or pass a call on to the host as it is. */
class RunActionsTest {
    @TempDir
    private Path directory;

    private ActionFixture run() {
        return new ActionFixture(directory);
    }

    @Test
    void a_module_without_an_action_is_called_on_the_host_with_the_tasks_settings() throws Exception {
        ActionFixture run = run();
        run.session.answering(_ -> Result.ok(true, Map.of("x", 1L)));
        assertThat(run.run("{ping: {data: hello}}").fields()).containsEntry("x", 1L);
        ModuleCall call = run.calls.getFirst();
        assertThat(call.module().name()).isEqualTo("ping");
        assertThat(call.args()).containsEntry("data", "hello");
        assertThat(call.diff()).isTrue();
        assertThat(call.environment()).containsEntry("LANG", "C");
        assertThat(call.limit()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void raw_runs_a_command_line_without_the_agent() throws Exception {
        ActionFixture run = run();
        run.run("{raw: echo hi}");
        run.run("{raw: \"echo 'hi'\", args: {executable: /bin/sh}}");
        assertThat(run.session.log).containsExactly("raw echo hi", "raw '/bin/sh' -c 'echo '\\''hi'\\'''");
        assertThat(run.calls).isEmpty();
    }

    @Test
    void add_host_adds_a_host_with_groups_and_variables() throws Exception {
        ActionFixture run = run();
        Result result = run.run("{add_host: {name: b, groups: [x, y], port: 22}}");
        assertThat(run.done).containsExactly("host b in [x, y] with {port=22}");
        assertThat(result.changed()).isTrue();
        assertThat(result.fields())
                .isEqualTo(Map.of(
                        "add_host",
                        Map.of("host_name", "b", "groups", List.of("x", "y"), "host_vars", Map.of("port", 22L))));
        run.addsNothing = true;
        assertThat(run.run("{add_host: {name: b}}").changed()).isFalse();
    }

    @Test
    void group_by_takes_spaces_out_of_names() throws Exception {
        ActionFixture run = run();
        Result result = run.run("{group_by: {key: os x, parents: [all os]}}");
        assertThat(run.done).containsExactly("a to group os-x below [all-os]");
        assertThat(result.fields()).isEqualTo(Map.of("add_group", "os-x", "parent_groups", List.of("all-os")));
        assertThat(run.run("{group_by: {key: x}}").fields()).containsEntry("parent_groups", List.of("all"));
        assertThat(result.changed()).isTrue();
        run.addsNothing = true;
        assertThat(run.run("{group_by: {key: x}}").changed()).isFalse();
    }

    @Test
    void set_fact_gives_facts_and_needs_one() throws Exception {
        ActionFixture run = run();
        assertThat(run.run("{set_fact: {x: 1, cacheable: true}}").fields())
                .isEqualTo(Map.of("ansible_facts", Map.of("x", 1L)));
        assertThatThrownBy(() -> run.run("{set_fact: {cacheable: true}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("without a variable");
    }

    @Test
    void fail_fails_with_its_message() throws Exception {
        assertThat(run().run("{fail: {msg: not so}}").fields()).containsEntry("msg", "not so");
        Result plain = run().run("{fail: }");
        assertThat(plain.isFailed()).isTrue();
        assertThat(plain.fields()).containsEntry("msg", "Failed as requested from task");
    }

    @Test
    void pause_waits_for_a_time() throws Exception {
        ActionFixture run = run();
        long before = System.nanoTime();
        Result result = run.run("{pause: {seconds: 1.2}}");
        assertThat(Duration.ofNanos(System.nanoTime() - before))
                .isBetween(Duration.ofMillis(1200), Duration.ofSeconds(20));
        assertThat(result.fields())
                .containsEntry("stdout", "Paused for 1.2 seconds")
                .hasEntrySatisfying("delta", took -> assertThat((Long) took).isBetween(1L, 20L))
                .doesNotContainKey("user_input");
        assertThat(run.run("{pause: {minutes: 0.001}}").fields())
                .as("no pause is shorter than a second")
                .containsEntry("stdout", "Paused for 1.0 seconds");
        assertThat(run.done).isEmpty();
    }

    @Test
    void pause_waits_for_the_operator_and_gives_what_was_typed() throws Exception {
        ActionFixture run = run();
        assertThat(run.run("{pause: }").fields()).containsEntry("user_input", "");
        run.variables.put("typed", "yes");
        assertThat(run.run("{pause: {prompt: sure, echo: false}}").fields()).containsEntry("user_input", "yes");
        assertThat(run.done).containsExactly("asked: Press enter to continue", "asked: sure (hidden)");
    }

    @Test
    void an_action_says_whether_one_call_is_for_all_hosts_and_whether_it_acts_on_the_run() {
        for (String task : List.of("{add_host: {name: x}}", "{pause: }")) {
            assertThat(run().action(task).once()).as(task).isTrue();
        }
        for (String task : List.of("{add_host: {name: x}}", "{group_by: {key: x}}", "{include_vars: x}")) {
            assertThat(run().action(task).steersRun()).as(task).isTrue();
        }
        assertThat(run().action("{debug: }").once()).isFalse();
        assertThat(run().action("{debug: }").steersRun()).isFalse();
    }

    @Test
    void an_action_says_how_much_of_its_result_is_shown() {
        assertThat(run().action("{debug: }").detail(Map.of())).isEqualTo(Outcome.Detail.OWN_FIELDS);
        Action check = run().action("{assert: {that: true}}");
        assertThat(check.detail(Map.of("quiet", false))).isEqualTo(Outcome.Detail.ALWAYS);
        assertThat(check.detail(Map.of("quiet", true))).isEqualTo(Outcome.Detail.ON_REQUEST);
        assertThat(run().action("{fail: }").detail(Map.of())).isEqualTo(Outcome.Detail.ON_REQUEST);
    }

    @Test
    void wait_for_connection_tries_until_the_host_answers() throws Exception {
        ActionFixture run = run();
        run.session.answering(_ -> {
            if (run.calls.size() < 3) {
                throw new IOException("refused");
            }
            return Result.ok(false, Map.of());
        });
        assertThat(run.run("{wait_for_connection: {sleep: 0}}").fields()).containsEntry("elapsed", 0L);
        assertThat(run.calls)
                .hasSize(3)
                .allSatisfy(call -> assertThat(call.module().name()).isEqualTo("ping"));
    }

    @Test
    void wait_for_connection_gives_up_when_its_time_is_over() throws Exception {
        ActionFixture run = run();
        run.session.answering(_ -> {
            throw new IOException("refused");
        });
        Result result = run.run("{wait_for_connection: {sleep: 0, timeout: 0}}");
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields()).containsEntry("msg", "timed out waiting for the host: refused");
    }

    @Test
    void wait_for_connection_waits_before_its_first_try() throws Exception {
        assertThat(run().run("{wait_for_connection: {delay: 1}}").fields()).containsEntry("elapsed", 1L);
    }

    @Test
    void uri_takes_json_apart() throws Exception {
        ActionFixture run = run();
        run.session.answering(_ ->
                Result.ok(true, Map.of("content_type", "application/json", "content", "{\"a\": [1]}", "_private", 1L)));
        Result result = run.run("{uri: {url: 'http://x/'}}");
        assertThat(result.changed()).isTrue();
        assertThat(result.fields())
                .containsEntry("json", Map.of("a", List.of(1)))
                .doesNotContainKey("_private");
    }

    @Test
    void uri_leaves_alone_what_is_no_json() throws Exception {
        ActionFixture run = run();
        run.session.answering(_ -> Result.ok(false, Map.of("content_type", "text/plain", "content", "{}")));
        assertThat(run.run("{uri: {url: 'http://x/'}}").fields()).doesNotContainKey("json");
        run.session.answering(_ -> Result.ok(false, Map.of("content_type", "text/json", "content", "{")));
        assertThat(run.run("{uri: {url: 'http://x/'}}").fields())
                .containsEntry("content", "{")
                .doesNotContainKey("json");
        run.session.answering(_ -> Result.ok(false, Map.of("content_type", "text/json", "_x", 1L)));
        assertThat(run.run("{uri: {url: 'http://x/'}}").fields()).containsOnlyKeys("content_type");
    }

    @Test
    void uri_sends_a_file_of_the_controller() throws Exception {
        ActionFixture run = run();
        run.file("files/body", "content");
        run.run("{uri: {url: 'http://x/', src: body}}");
        assertThat(run.args()).containsEntry("staged", "/staged/0");
        assertThat(run.sent("/staged/0")).isEqualTo("content");
        run.run("{uri: {url: 'http://x/', src: /body, remote_src: true}}");
        assertThat(run.args()).containsEntry("src", "/body").doesNotContainKey("staged");
    }

    @Test
    void uri_writes_the_body_in_its_format() throws Exception {
        ActionFixture run = run();
        run.run("{uri: {url: 'http://x/', body: {a: [1, é]}, body_format: json}}");
        assertThat(run.args())
                .containsEntry("_text", "{\"a\": [1, \"\\u00e9\"]}")
                .doesNotContainKey("body");
        run.run("{uri: {url: 'http://x/', body: {a: [1, '*~ &'], b: null}, body_format: form-urlencoded}}");
        assertThat(run.args()).containsEntry("_text", "a=1&a=%2A~+%26");
        run.run("{uri: {url: 'http://x/', body: '{x', body_format: json}}");
        assertThat(run.args()).containsEntry("_text", "{x");
    }

    @Test
    void uri_sends_the_files_of_a_form() throws Exception {
        ActionFixture run = run();
        run.file("files/page.html", "content");
        run.run("{uri: {url: 'http://x/', body_format: form-multipart, body: {t: text, f: {filename: page.html},"
                + " c: {content: abc, filename: x/y.bin, mime_type: a/b}}}}");
        assertThat(run.args().get("_parts"))
                .isEqualTo(List.of(
                        "c",
                        "a/b",
                        "y.bin",
                        "",
                        "",
                        "abc", //
                        "f",
                        "text/html",
                        "page.html",
                        "base64",
                        "/staged/0",
                        "", //
                        "t",
                        "text/plain",
                        "",
                        "",
                        "",
                        "text"));
        assertThat(run.sent("/staged/0")).isEqualTo("content");
        run.run("{uri: {url: 'http://x/', body_format: form-multipart, remote_src: true,"
                + " body: {f: {filename: /tmp/a, multipart_encoding: 7or8bit}}}}");
        assertThat(run.args().get("_parts"))
                .isEqualTo(List.of("f", "application/octet-stream", "a", "8bit", "/tmp/a", ""));
    }
}
