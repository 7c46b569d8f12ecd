package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class UserModuleResultTest {
    private static Result read(String printed) {
        return read(printed, 0, "");
    }

    private static Result read(String printed, long status, String stderr) {
        Map<String, @Nullable Object> fields = new HashMap<>(Map.of("_rc", status, "_err", stderr));
        Result answer = new Result(Result.Status.OK, false, fields, List.of(), List.of("from the host"));
        return new UserModuleResult("mine", answer).read(printed);
    }

    @Test
    void a_result_is_read_among_other_output() {
        Result result = read("hello\n  {\"changed\": \"yes\",\n \"x\": 1}  \nbye");
        assertThat(result.changed()).isTrue();
        assertThat(result.status()).isEqualTo(Result.Status.OK);
        assertThat(result.fields()).isEqualTo(Map.of("x", 1L));
        assertThat(result.warnings()).containsExactly("from the host");
    }

    @Test
    void what_is_between_ansible_and_its_modules_is_left_out() {
        Result result = read("""
            {"invocation": {}, "_ansible_x": 1, "list": [{"_ansible_y": 1, "z": null}],
             "said": {"__ansible_type": "Warning", "event": {"msg": "careful"}}, "warnings": ["watch out"]}\
            """);
        assertThat(result.fields().get("said")).isEqualTo("careful");
        assertThat(result.fields()).containsOnlyKeys("list", "said");
        Map<String, @Nullable Object> item = new HashMap<>();
        item.put("z", null);
        assertThat(result.fields().get("list")).isEqualTo(List.of(item));
        assertThat(result.warnings()).containsExactly("from the host", "watch out");
    }

    @Test
    void a_module_fails_by_its_word_or_its_rc() {
        assertThat(read("{\"failed\": true}").fields())
                .isEqualTo(Map.of("msg", "module 'mine' failed, and does not say why"));
        assertThat(read("{\"failed\": true, \"msg\": \"no\"}").fields()).containsEntry("msg", "no");
        assertThat(read("{\"rc\": 2}").isFailed()).isTrue();
        assertThat(read("{\"rc\": 0}").isFailed()).isFalse();
        assertThat(read("{\"rc\": 2, \"failed\": false}").isFailed()).isFalse();
    }

    @Test
    void a_module_may_skip() {
        Result result = read("{\"skipped\": true, \"msg\": \"no\"}");
        assertThat(result.status()).isEqualTo(Result.Status.SKIPPED);
        assertThat(result.fields()).isEqualTo(Map.of("msg", "no"));
    }

    @Test
    void output_without_a_result_is_a_failure_with_what_was_printed() {
        Result result = read("hello", 3, "first\nlast line\n");
        assertThat(result.isFailed()).isTrue();
        assertThat(result.fields())
                .containsEntry("msg", "module 'mine' gave no result that can be read: last line (exit status 3)")
                .containsEntry("module_stdout", "hello")
                .containsEntry("module_stderr", "first\nlast line\n")
                .containsEntry("rc", 3L);
        assertThat(String.valueOf(read("[1]").fields().get("msg"))).doesNotContain("exit status");
        assertThat(read("[1]").isFailed()).isTrue();
        assertThat(result.warnings()).containsExactly("from the host");
    }

    @Test
    void a_traceback_is_reported_by_its_exception() {
        String trace = "Traceback (most recent call last):\n  File \"x\", line 1\n    go()\nOSError: disk full\n";
        assertThat(read("", 1, trace).fields())
                .containsEntry("msg", "Task failed: Module failed: disk full")
                .containsEntry("exception", trace.strip())
                .doesNotContainKey("module_stdout");
        String bare = "Traceback (most recent call last):\n  File \"x\", line 1\nKeyboardInterrupt\n";
        assertThat(read("", 1, bare).fields()).containsEntry("msg", "Task failed: Module failed: KeyboardInterrupt");
    }

    @Test
    void diffs_come_in_each_form_that_ansible_has() {
        assertThat(read("{\"diff\": {\"before\": \"a\", \"after\": \"b\", \"before_header\": \"f\"}}")
                        .diffs())
                .containsExactly(new Result.Diff("f", "a", "b"));
        assertThat(read("{\"diff\": [{\"before\": \"a\", \"after\": \"a\"}, {\"prepared\": \"+x\"}]}")
                        .diffs())
                .containsExactly(new Result.Diff("", "", "+x"));
        assertThat(read("{\"diff\": {\"before\": {\"k\": 1}, \"after\": [1], \"after_header\": \"g\","
                                + " \"before_header\": \"f\"}}")
                        .diffs())
                .containsExactly(new Result.Diff("g", "{\"k\":1}\n", "[1]\n"));
        assertThat(read("{\"diff\": {\"after\": 5}}").diffs()).containsExactly(new Result.Diff("", "", "5"));
        assertThat(read("{\"diff\": \"text\"}").diffs()).isEmpty();
    }
}
