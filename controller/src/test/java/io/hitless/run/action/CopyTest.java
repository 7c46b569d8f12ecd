package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.ModuleCall;
import io.hitless.agent.Result;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CopyTest {
    private static final String SHA1_OF_HI = "c22b5f9178342609428d6f51b2c5af4c0bde6a42";

    @TempDir
    private Path directory;

    private ActionFixture run;

    @BeforeEach
    void fixture() {
        run = new ActionFixture(directory);
    }

    private List<String> paths() {
        return run.calls.stream()
                .map(call -> call.module().name() + " "
                        + call.args().getOrDefault("path", call.args().get("dest")) + " "
                        + call.args().get("_basename"))
                .toList();
    }

    @Test
    void a_short_text_travels_within_the_call() throws Exception {
        run.session.answering(_ -> Result.ok(true, Map.of("dest", "/x", "_upload", false)));
        Result result = run.run("{copy: {content: hi, dest: /x, mode: '0600'}}");
        assertThat(result.fields()).isEqualTo(Map.of("dest", "/x"));
        assertThat(result.changed()).isTrue();
        assertThat(run.args())
                .containsEntry("_text", "hi")
                .containsEntry("_checksum", SHA1_OF_HI)
                .containsEntry("dest", "/x")
                .containsKey("mode")
                .doesNotContainKeys("content", "src");
    }

    @Test
    void structures_are_written_as_json() throws Exception {
        run.variables.put("x", Map.of("a", List.of(1L)));
        run.run("{copy: {content: '{{ x }}', dest: /x}}");
        assertThat(run.args()).containsEntry("_text", "{\"a\": [1]}");
    }

    @Test
    void text_needs_a_file_as_its_destination_and_preserves_the_mode_of_a_private_file() throws Exception {
        assertThatThrownBy(() -> run.run("{copy: {content: hi, dest: /x/}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("not a directory: /x/");
        run.run("{copy: {content: hi, dest: /x, mode: preserve}}");
        assertThat(run.args()).containsEntry("mode", "0600");
    }

    @Test
    void a_file_is_found_below_files_and_sent_with_its_name() throws Exception {
        Path file = run.file("files/motd", "hi");
        run.run("{copy: {src: motd, dest: /etc/}}");
        assertThat(run.args())
                .containsEntry("_text", "hi")
                .containsEntry("_basename", "motd")
                .containsEntry("_src", file.toString());
    }

    @Test
    void a_file_that_is_not_there_is_an_error_that_says_where_it_was_looked_for() {
        assertThatThrownBy(() -> run.run("{copy: {src: motd, dest: /etc/}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("no file 'motd' for copy")
                .extracting(e -> ((UserError) e).hint())
                .isEqualTo("looked for " + directory.resolve("files/motd") + ", " + directory.resolve("motd"));
    }

    @Test
    void a_mode_is_preserved_in_octal() throws Exception {
        Path file = run.file("motd", "hi");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r-----"));
        run.run("{copy: {src: motd, dest: /etc/motd, mode: preserve}}");
        assertThat(run.args()).containsEntry("mode", "0640");
    }

    @Test
    void what_is_no_short_text_is_sent_only_if_the_host_does_not_have_it() throws Exception {
        run.file("binary", "a\0b");
        run.session.answering(_ -> Result.ok(false, Map.of("_x", 1L)));
        assertThat(run.run("{copy: {src: binary, dest: /x}}").fields()).isEmpty();
        assertThat(run.calls).hasSize(1);
        assertThat(run.args()).doesNotContainKeys("_text", "_staged").containsKey("_checksum");
        run.session.answering(
                call -> Result.ok(true, Map.of("_upload", !call.args().containsKey("_staged"))));
        assertThat(run.run("{copy: {src: binary, dest: /x}}").changed()).isTrue();
        assertThat(run.args()).containsEntry("_staged", "/staged/0");
        assertThat(run.sent("/staged/0")).isEqualTo("a\0b");
    }

    @Test
    void a_text_is_short_up_to_64_kib_and_must_be_utf_8() throws Exception {
        run.file("short", "x".repeat(64 * 1024));
        run.file("long", "x".repeat(64 * 1024 + 1));
        Files.write(directory.resolve("latin"), new byte[] {(byte) 0xe9});
        run.run("{copy: {src: short, dest: /x}}");
        assertThat(run.args()).containsKey("_text");
        for (String other : List.of("{copy: {src: long, dest: /x}}", "{copy: {src: latin, dest: /x}}")) {
            run.run(other);
            assertThat(run.args()).as(other).doesNotContainKey("_text");
        }
        run.variables.put("long", "x".repeat(64 * 1024 + 1));
        run.run("{copy: {content: '{{ long }}', dest: /x}}");
        assertThat(run.args()).doesNotContainKey("_text");
    }

    @Test
    void an_encrypted_file_is_sent_in_clear_unless_the_task_says_otherwise() throws Exception {
        run.file("secret", "$ANSIBLE_VAULT;1.1;AES256\n6162\n");
        run.run("{copy: {src: secret, dest: /x}}");
        assertThat(run.args()).containsEntry("_text", "plain secret");
        run.run("{copy: {src: secret, dest: /x, decrypt: false}}");
        assertThat(String.valueOf(run.args().get("_text"))).startsWith("$ANSIBLE_VAULT");
    }

    @Test
    void remote_src_leaves_the_file_to_the_host() throws Exception {
        run.session.answering(_ -> Result.ok(true, Map.of("_x", 1L, "dest", "/y")));
        assertThat(run.run("{copy: {src: /x, dest: /y, remote_src: true}}").fields())
                .containsOnlyKeys("dest");
        assertThat(run.args()).containsEntry("src", "/x").doesNotContainKeys("_text", "_checksum");
    }

    private void tree() throws Exception {
        run.file("files/conf/b", "b");
        run.file("files/conf/d/a", "a");
        Files.createDirectory(directory.resolve("files/conf/empty"));
        Files.createSymbolicLink(directory.resolve("files/conf/link"), Path.of("b"));
    }

    @Test
    void a_directory_is_copied_file_by_file_with_its_name() throws Exception {
        tree();
        Result result = run.run("{copy: {src: conf, dest: /etc}}");
        assertThat(paths())
                .containsExactly(
                        "copy /etc/ conf/b",
                        "copy /etc/ conf/d/a",
                        "file /etc/conf/empty null",
                        "copy /etc/ conf/link");
        assertThat(result.fields())
                .isEqualTo(Map.of(
                        "dest", "/etc/", "src", directory.resolve("files/conf").toString()));
    }

    @Test
    void a_slash_at_its_end_means_what_is_in_the_directory() throws Exception {
        tree();
        run.run("{copy: {src: conf/, dest: /etc/, directory_mode: '0700'}}");
        assertThat(paths())
                .containsExactly("copy /etc/ b", "copy /etc/ d/a", "file /etc/empty null", "copy /etc/ link");
        assertThat(run.calls.get(2).args())
                .containsEntry("state", "directory")
                .containsEntry("mode", "0700")
                .doesNotContainKey("src");
    }

    @Test
    void local_follow_false_makes_the_same_links_on_the_host() throws Exception {
        tree();
        run.run("{copy: {src: conf/, dest: /etc, local_follow: false, mode: '0600'}}");
        assertThat(paths()).endsWith("file /etc null", "file /etc/link null");
        assertThat(run.args())
                .containsEntry("state", "link")
                .containsEntry("src", "b")
                .containsEntry("force", true)
                .containsEntry("follow", false)
                .doesNotContainKey("mode");
    }

    @Test
    void a_directory_sums_up_changes_diffs_and_warnings() throws Exception {
        tree();
        run.session.answering(call -> new Result(
                Result.Status.OK,
                "d/a".equals(call.args().get("_basename")),
                Map.of(),
                List.of(new Result.Diff("x", "", "y")),
                List.of("careful")));
        Result result = run.run("{copy: {src: conf/, dest: /etc}}");
        assertThat(result.changed()).isTrue();
        assertThat(result.diffs()).hasSize(4);
        assertThat(result.warnings()).hasSize(4);
        run.session.answering(_ -> Result.ok(false, Map.of()));
        assertThat(run.run("{copy: {src: conf/, dest: /etc}}").changed()).isFalse();
    }

    @Test
    void the_first_failure_ends_a_directory() throws Exception {
        tree();
        run.session.answering(call -> isOf(call, "d/a") ? Result.failed("full") : Result.ok(true, Map.of()));
        assertThat(run.run("{copy: {src: conf/, dest: /etc}}").fields()).containsEntry("msg", "full");
        assertThat(run.calls).hasSize(2);
    }

    @Test
    void a_link_is_not_made_where_its_directory_cannot_be() throws Exception {
        Files.createDirectories(directory.resolve("files/conf"));
        Files.createSymbolicLink(directory.resolve("files/conf/link"), Path.of("b"));
        run.session.answering(_ -> Result.failed("no"));
        Result result = run.run("{copy: {src: conf/, dest: /etc, local_follow: false}}");
        assertThat(result.isFailed()).isTrue();
        assertThat(run.calls).hasSize(1);
    }

    private static boolean isOf(ModuleCall call, String name) {
        return name.equals(call.args().get("_basename"));
    }
}
