package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UserModuleTest {
    @TempDir
    private Path directory;

    private ActionFixture run;

    @BeforeEach
    void fixture() {
        run = new ActionFixture(directory);
        run.file("library/json.sh", "#!/bin/sh -e\n# WANT_JSON\n");
        run.file("library/words.sh", "#!/bin/sh\n");
        run.file("library/inner.sh", "#!/usr/bin/perl\n<<INCLUDE_ANSIBLE_MODULE_JSON_ARGS>>\n");
        answer(Map.of("_rc", 0L, "_out", "{\"changed\": true, \"x\": 1}"));
    }

    private void answer(Map<String, @Nullable Object> fields) {
        run.session.answering(_ -> Result.ok(false, fields));
    }

    @Test
    void a_module_gets_its_arguments_and_those_of_ansible_as_json() throws Exception {
        run.variables.put("ansible_remote_tmp", "/tmp/x");
        run.check = true;
        Result result = run.run("{json: {path: /x}, no_log: true}");
        assertThat(result.changed()).isTrue();
        assertThat(result.fields()).isEqualTo(Map.of("x", 1L));
        assertThat(run.calls.getFirst().module().name()).isEqualTo("run_module");
        assertThat(run.args())
                .containsEntry("name", "json")
                .containsEntry("takes", "json_file")
                .containsEntry("python", false)
                .containsEntry("interpreter", List.of("/bin/sh", "-e"))
                .containsEntry("words", List.of());
        assertThat(String.valueOf(run.args().get("args")))
                .contains("\"path\":\"/x\"", "\"_ansible_check_mode\":true", "\"_ansible_diff\":true")
                .contains("\"_ansible_no_log\":true", "\"_ansible_remote_tmp\":\"/tmp/x\"")
                .contains("\"_ansible_module_name\":\"json\"", "\"_ansible_verbosity\":0")
                .contains("\"_ansible_shell_executable\":\"/bin/sh\"", "\"_ansible_socket\":null");
    }

    @Test
    void an_old_module_gets_words() throws Exception {
        run.run("{words: {path: /x y, it: 'a''b', n: 1}}");
        assertThat(run.args()).containsEntry("takes", "text_file");
        assertThat(String.valueOf(run.args().get("args")))
                .startsWith("path='/x y' it='a'\"'\"'b' n=1 _ansible_check_mode=False");
    }

    @Test
    void a_module_with_a_place_for_its_arguments_gets_them_there() throws Exception {
        answer(Map.of("_rc", 0L, "_out", "{}"));
        run.session.answering(call -> call.args().containsKey("staged")
                ? Result.ok(false, Map.of("_rc", 0L, "_out", "{}"))
                : Result.ok(false, Map.of("_upload", true)));
        run.run("{inner: {path: /x}}");
        assertThat(run.args()).containsEntry("takes", "nothing").containsEntry("staged", "/staged/0");
        assertThat(run.sent("/staged/0")).contains("\"path\":\"/x\"").doesNotContain("<<INCLUDE");
    }

    @Test
    void a_variable_names_another_interpreter() throws Exception {
        run.variables.put("ansible_perl_interpreter", "/opt/perl -w");
        run.run("{inner: {}}");
        assertThat(run.args()).containsEntry("interpreter", List.of("/opt/perl", "-w"));
        run.variables.put("ansible_perl_interpreter", " ");
        run.run("{inner: {}}");
        assertThat(run.args()).containsEntry("interpreter", List.of("/usr/bin/perl"));
    }

    @Test
    void a_module_that_was_not_run_says_why() throws Exception {
        run.session.answering(_ -> Result.failed("no interpreter"));
        assertThat(run.run("{json: {}}").fields()).isEqualTo(Map.of("msg", "no interpreter"));
    }

    @Test
    void a_long_output_is_fetched_from_its_file() throws Exception {
        answer(Map.of("_rc", 0L, "_file", "/out"));
        run.session.files.put("/out", "{\"x\": 2}".getBytes(StandardCharsets.UTF_8));
        assertThat(run.run("{json: {}}").fields()).isEqualTo(Map.of("x", 2L));
        run.session.files.put("/out", new byte[(16 << 20) + 1]);
        assertThatThrownBy(() -> run.run("{json: {}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("more than 16 MiB");
        run.session.files.clear();
        assertThatThrownBy(() -> run.run("{json: {}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("cannot read what the module printed: no such file: /out");
    }

    @Test
    void an_output_of_just_the_longest_size_is_read() throws Exception {
        answer(Map.of("_rc", 0L, "_file", "/out"));
        byte[] longest = new byte[16 << 20];
        Arrays.fill(longest, (byte) ' ');
        longest[0] = '{';
        longest[1] = '}';
        run.session.files.put("/out", longest);
        assertThat(run.run("{json: {}}").isFailed()).isFalse();
    }

    @Test
    void what_the_controller_lacks_fails_the_task_with_its_hint() {
        run.file("library/broken.sh", "no interpreter\n");
        assertThatThrownBy(() -> run.run("{broken: {}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("has no interpreter")
                .hasMessageContaining("its first line must name a program");
    }
}
