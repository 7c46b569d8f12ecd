package io.hitless.source;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FingerprintTest {
    @TempDir
    Path dir;

    private Inputs inputs(String extra) {
        return new Inputs(
                Set.of(dir.resolve("site.yml"), dir.resolve("roles"), dir.resolve("not-there")), Map.of("-e", extra));
    }

    private void write(String name, String text) throws IOException {
        Path file = dir.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private Fingerprint taken() throws IOException {
        write("site.yml", "- hosts: all");
        write("roles/web/tasks/main.yml", "- ping:");
        write("roles/web/files/old", "1");
        return Fingerprint.of(inputs("a=1"));
    }

    @Test
    void the_same_files_do_not_differ_and_it_can_be_written_and_read() throws IOException {
        Fingerprint taken = taken();
        write("roles/web/tasks/.main.yml.swp", "an editor's");

        assertThat(Fingerprint.read(taken.written())).isEqualTo(taken);
        assertThat(taken.differences(inputs("a=1"))).isEmpty();
    }

    @Test
    void each_file_that_changed_came_or_went_is_named_and_so_is_a_text() throws IOException {
        Fingerprint taken = taken();
        write("roles/web/tasks/main.yml", "- ping: {}");
        write("roles/web/templates/x.j2", "new");
        Files.delete(dir.resolve("roles/web/files/old"));

        assertThat(taken.differences(inputs("a=2")))
                .extracting(Fingerprint.Difference::toString)
                .containsExactly(
                        "-e changed",
                        dir + "/roles/web/files/old is gone",
                        dir + "/roles/web/tasks/main.yml changed",
                        dir + "/roles/web/templates/x.j2 is new");
    }

    @Test
    void a_file_that_was_read_is_looked_at_though_nobody_names_it_any_more() throws IOException {
        Fingerprint taken = taken();
        Inputs fewer = new Inputs(Set.of(dir.resolve("site.yml")), Map.of("-e", "a=1"));
        write("roles/web/tasks/main.yml", "- debug:");

        assertThat(taken.differences(fewer))
                .extracting(Fingerprint.Difference::what)
                .containsExactly(dir + "/roles/web/tasks/main.yml");
    }

    @Test
    void two_fingerprints_of_the_same_have_no_digest_in_common() throws IOException {
        Fingerprint one = taken();
        Fingerprint other = Fingerprint.of(inputs("a=1"));

        assertThat(one.texts().keySet()).isEqualTo(other.texts().keySet());
        assertThat(one.texts().values())
                .doesNotContainAnyElementsOf(other.texts().values());
        assertThat(one.files().values())
                .doesNotContainAnyElementsOf(other.files().values());
    }

    @Test
    void a_link_that_leads_back_up_does_no_harm() throws IOException {
        Fingerprint taken = taken();
        Files.createSymbolicLink(dir.resolve("roles/web/files/up"), dir.resolve("roles"));

        assertThat(taken.differences(inputs("a=1"))).isEmpty();
    }
}
