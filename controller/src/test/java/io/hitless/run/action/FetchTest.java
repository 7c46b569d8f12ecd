package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FetchTest {
    private static final String SHA1_OF_HI = "c22b5f9178342609428d6f51b2c5af4c0bde6a42";

    @TempDir
    private Path directory;

    private ActionFixture run;

    @BeforeEach
    void aHostWithAFile() {
        run = new ActionFixture(directory);
        run.session.files.put("/etc/motd", "hi".getBytes(StandardCharsets.UTF_8));
        answer(SHA1_OF_HI, 2);
    }

    private void answer(String checksum, long size) {
        run.session.answering(_ -> new Result(
                Result.Status.OK,
                false,
                Map.of("_exists", true, "remote_checksum", checksum, "_size", size),
                List.of(),
                List.of("careful")));
    }

    @Test
    void a_file_goes_below_dest_by_host_and_path() throws Exception {
        Result result = run.run("{fetch: {src: /etc/motd, dest: got}}");
        Path file = directory.resolve("got/a/etc/motd");
        assertThat(file).hasContent("hi");
        assertThat(result.changed()).isTrue();
        assertThat(result.warnings()).containsExactly("careful");
        assertThat(result.fields())
                .containsOnlyKeys("checksum", "md5sum", "remote_checksum", "remote_md5sum", "dest")
                .containsEntry("checksum", SHA1_OF_HI)
                .containsEntry("md5sum", "49f68a5c8493ec2c0bf489821c21fc3b")
                .containsEntry("remote_checksum", SHA1_OF_HI)
                .containsEntry("remote_md5sum", null)
                .containsEntry("dest", file.toString());
        try (Stream<Path> files = Files.list(file.getParent())) {
            assertThat(files).as("nothing is left beside it").containsExactly(file);
        }
    }

    @Test
    void flat_takes_dest_as_the_file_or_its_directory() throws Exception {
        run.run("{fetch: {src: /etc/motd, dest: got/, flat: true}}");
        assertThat(directory.resolve("got/motd")).hasContent("hi");
        run.run("{fetch: {src: /etc/motd, dest: got/other, flat: true}}");
        assertThat(directory.resolve("got/other")).hasContent("hi");
    }

    @Test
    void a_file_that_is_there_already_is_not_fetched_again() throws Exception {
        run.file("got/motd", "hi");
        run.session.files.clear();
        assertThat(run.run("{fetch: {src: /etc/motd, dest: got/, flat: true}}").changed())
                .isFalse();
    }

    @Test
    void check_mode_fetches_nothing() throws Exception {
        run.check = true;
        assertThat(run.run("{fetch: {src: /etc/motd, dest: got/, flat: true}}").changed())
                .isTrue();
        assertThat(directory.resolve("got")).doesNotExist();
    }

    @Test
    void a_file_that_does_not_exist_ends_as_the_host_says() throws Exception {
        run.session.answering(_ -> Result.ok(false, Map.of("_exists", false, "msg", "not there")));
        assertThat(run.run("{fetch: {src: /etc/motd, dest: got}}").fields()).isEqualTo(Map.of("msg", "not there"));
        run.session.answering(_ ->
                new Result(Result.Status.FAILED, false, Map.of("_exists", true, "msg", "no"), List.of(), List.of()));
        assertThat(run.run("{fetch: {src: /etc/motd, dest: got}}").isFailed()).isTrue();
        assertThat(directory.resolve("got")).doesNotExist();
    }

    @Test
    void another_checksum_than_the_hosts_is_a_failure_if_it_is_validated() throws Exception {
        answer("0".repeat(40), 2);
        Result result = run.run("{fetch: {src: /etc/motd, dest: got}}");
        assertThat(result.isFailed()).isTrue();
        assertThat(String.valueOf(result.fields().get("msg"))).contains("checksum mismatch", SHA1_OF_HI);
        assertThat(run.run("{fetch: {src: /etc/motd, dest: got, validate_checksum: false}}")
                        .isFailed())
                .isFalse();
    }

    @Test
    void more_than_the_host_announced_is_refused_and_leaves_nothing() {
        answer(SHA1_OF_HI, 1);
        assertThatThrownBy(() -> run.run("{fetch: {src: /etc/motd, dest: got/, flat: true}}"))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("sends more than it announced");
        assertThat(directory.resolve("got")).isEmptyDirectory();
    }

    @Test
    void a_file_that_does_not_fit_on_the_disk_is_not_begun() {
        answer(SHA1_OF_HI, Long.MAX_VALUE);
        assertThatThrownBy(() -> run.run("{fetch: {src: /etc/motd, dest: got/, flat: true}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("bytes free");
    }

    @Test
    void nothing_is_written_outside_of_dest() {
        run.variables.put("inventory_hostname", "../../x");
        assertThatThrownBy(() -> run.run("{fetch: {src: /etc/motd, dest: got}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("outside of");
    }
}
