package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemplateActionTest {
    @TempDir
    private Path directory;

    private ActionFixture run;

    @BeforeEach
    void fixture() {
        run = new ActionFixture(directory);
        run.variables.put("x", "1");
    }

    private String rendered(String options) throws Exception {
        run.run("{template: {src: t.j2, dest: /etc/app, " + options + "}}");
        return String.valueOf(run.args().get("_text"));
    }

    @Test
    void a_template_is_rendered_and_put_there_as_copy_does() throws Exception {
        Path file = run.file("templates/t.j2", "x={{ x }}\n");
        assertThat(rendered("mode: '0600'")).isEqualTo("x=1\n");
        assertThat(run.calls.getFirst().module().name()).isEqualTo("copy");
        assertThat(run.args())
                .containsEntry("_basename", "t.j2")
                .containsEntry("_src", file.toString())
                .containsEntry("dest", "/etc/app")
                .containsKeys("mode", "_checksum")
                .doesNotContainKeys("src", "content");
    }

    @Test
    void it_knows_its_own_paths() throws Exception {
        Path file = run.file(
                "t.j2",
                "{{ template_path }} {{ template_fullpath }} {{ template_destpath }}"
                        + " {{ ansible_managed }} {{ lookup('varnames', 'template_d.*') }}");
        assertThat(rendered("")).isEqualTo("t.j2 " + file + " /etc/app Ansible managed template_destpath");
        run.variables.put("ansible_managed", "by us");
        assertThat(rendered("")).contains(" by us ");
    }

    @Test
    void the_options_of_the_task_change_the_syntax() throws Exception {
        run.file("t.j2", "  <% if true %>\n[[ x ]]<# no #>\n  <% endif %>\n");
        String marks = "block_start_string: '<%', block_end_string: '%>', variable_start_string: '[[',"
                + " variable_end_string: ']]', comment_start_string: '<#', comment_end_string: '#>'";
        assertThat(rendered(marks + ", lstrip_blocks: true")).isEqualTo("1\n");
        assertThat(rendered(marks + ", trim_blocks: false")).isEqualTo("  \n1\n  \n");
    }

    @Test
    void lines_may_end_otherwise() throws Exception {
        run.file("t.j2", "a\nb\n");
        assertThat(rendered("newline_sequence: '\\r\\n'")).isEqualTo("a\r\nb\r\n");
        assertThat(rendered("newline_sequence: '\\r'")).isEqualTo("a\rb\r");
    }

    @Test
    void the_text_may_be_encoded_otherwise() throws Exception {
        run.file("t.j2", "é");
        run.session.answering(
                call -> Result.ok(true, Map.of("_upload", !call.args().containsKey("_staged"))));
        run.run("{template: {src: t.j2, dest: /x, output_encoding: iso-8859-1}}");
        assertThat(run.session.files.get("/staged/0")).isEqualTo("é".getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> rendered("output_encoding: klingon"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("'output_encoding' is not known: klingon");
    }

    @Test
    void a_directory_is_no_template() throws Exception {
        Files.createDirectory(directory.resolve("t.j2"));
        assertThatThrownBy(() -> rendered("")).isInstanceOf(UserError.class).hasMessageContaining("is a directory");
    }

    @Test
    void a_file_that_changed_is_read_again() throws Exception {
        Path file = run.file("t.j2", "one");
        assertThat(rendered("")).isEqualTo("one");
        Files.writeString(file, "two");
        Files.setLastModifiedTime(file, FileTime.from(Instant.EPOCH));
        assertThat(rendered("")).isEqualTo("two");
    }

    @Test
    void an_encrypted_template_is_rendered_in_clear() throws Exception {
        run.file("t.j2", "$ANSIBLE_VAULT;1.1;AES256\n6162\n");
        assertThat(rendered("")).isEqualTo("plain t.j2");
    }

    @Test
    void files_that_it_includes_are_found_beside_it() throws Exception {
        run.file("templates/t.j2", "{% include 'part.j2' %}");
        run.file("templates/part.j2", "part {{ x }}");
        assertThat(rendered("")).isEqualTo("part 1");
    }
}
