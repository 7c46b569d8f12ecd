package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** {@code script} and {@code unarchive}: files of the controller for the host. */
class ScriptAndArchiveTest {
    @TempDir
    private Path directory;

    private ActionFixture run;

    @BeforeEach
    void fixture() {
        run = new ActionFixture(directory);
        run.session.answering(_ -> Result.ok(true, Map.of("rc", 0L, "_x", 1L)));
    }

    @Test
    void a_script_is_sent_with_its_arguments() throws Exception {
        run.file("files/go.sh", "#!/bin/sh\n");
        Result result = run.run("{script: \"go.sh one 'two three'\"}");
        assertThat(result.fields()).isEqualTo(Map.of("rc", 0L));
        assertThat(run.args())
                .containsEntry("_text", "#!/bin/sh\n")
                .containsEntry("_args", List.of("one", "two three"));
    }

    @Test
    void a_program_is_uploaded() throws Exception {
        run.file("go", "\0ELF");
        assertThat(run.run("{script: go}").fields()).isEqualTo(Map.of("rc", 0L));
        assertThat(run.args())
                .containsEntry("_staged", "/staged/0")
                .containsEntry("_args", List.of())
                .doesNotContainKey("_text");
        assertThat(run.sent("/staged/0")).isEqualTo("\0ELF");
    }

    @Test
    void a_script_needs_a_path() {
        run.variables.put("nothing", " ");
        assertThatThrownBy(() -> run.run("{script: '{{ nothing }}'}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("script without the path of one");
    }

    @Test
    void an_archive_is_uploaded_and_named_in_the_call() throws Exception {
        Path archive = run.file("files/app.tar", "tar");
        assertThat(run.run("{unarchive: {src: app.tar, dest: /opt}}").fields()).isEqualTo(Map.of("rc", 0L));
        assertThat(run.args())
                .containsEntry("staged", "/staged/0")
                .containsEntry("src", archive.toString())
                .containsEntry("dest", "/opt");
        assertThat(run.calls).hasSize(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"src: /x.tar, remote_src: true", "src: /x.tar, copy: false", "src: 'https://x/y.tar'"})
    void an_archive_on_the_host_or_elsewhere_is_left_to_the_host(String options) throws Exception {
        assertThat(run.run("{unarchive: {dest: /opt, " + options + "}}").fields())
                .isEqualTo(Map.of("rc", 0L));
        assertThat(run.session.files).isEmpty();
        assertThat(run.session.log).containsExactly("unarchive");
    }

    @Test
    void nothing_is_sent_where_creates_is_there_already() throws Exception {
        run.file("app.tar", "tar");
        exists(true);
        run.run("{unarchive: {src: app.tar, dest: /opt, creates: /opt/app}}");
        assertThat(run.session.log).containsExactly("stat", "unarchive");
        assertThat(run.calls.getFirst().args())
                .containsEntry("path", "/opt/app")
                .containsEntry("follow", true)
                .containsEntry("get_checksum", false);
        assertThat(run.session.files).isEmpty();
        exists(false);
        run.run("{unarchive: {src: app.tar, dest: /opt, creates: /opt/app}}");
        assertThat(run.session.files).hasSize(1);
    }

    private void exists(boolean there) {
        run.session.answering(call -> Result.ok(
                true, call.module().name().equals("stat") ? Map.of("stat", Map.of("exists", there)) : Map.of()));
    }
}
