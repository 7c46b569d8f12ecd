package io.hitless.run.action;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code assemble}: parts of the controller; those of a host are the agent's. */
class AssembleTest {
    @TempDir
    private Path directory;

    private ActionFixture run;

    @BeforeEach
    void fixture() {
        run = new ActionFixture(directory);
        run.file("files/d/20", "b");
        run.file("files/d/.a", "h\n");
        run.file("files/d/sub/x", "x");
        run.file("files/d/10", "a\n");
    }

    private String assembled(String options) throws Exception {
        run.run("{assemble: {src: d, dest: /etc/app, remote_src: false, " + options + "}}");
        return String.valueOf(run.args().get("_text"));
    }

    @Test
    void parts_of_the_controller_are_put_there_as_copy_does() throws Exception {
        assertThat(assembled("mode: '0600', backup: true")).isEqualTo("h\na\nb");
        assertThat(run.calls.getFirst().module().name()).isEqualTo("copy");
        assertThat(run.args())
                .containsEntry("_src", directory.resolve("files/d").toString())
                .containsEntry("dest", "/etc/app")
                .containsEntry("backup", true)
                .containsKeys("mode", "_checksum")
                .containsEntry("remote_src", false)
                .doesNotContainKeys("src", "delimiter");
    }

    @ParameterizedTest
    @CsvSource(
            value = {
                "ignore_hidden: true | a~b",
                "regexp: '^[.0-1]' | h~a~",
                "regexp: '0$', delimiter: '-' | a~-~b",
                "regexp: '0$', delimiter: '-\\n' | a~-~~b",
                "regexp: '0$', delimiter: '\\x2d\\101\\q\\0663' | a~-A\\q63~b",
                "delimiter: '\\\\\\\\n' | h~\\\\n~a~\\n~b",
                "delimiter: '' | h~a~b"
            },
            delimiter = '|')
    void options_choose_and_separate(String options, String expected) throws Exception {
        assertThat(assembled(options)).isEqualTo(expected.replace('~', '\n'));
    }

    @Test
    void the_result_names_the_file_also_in_check_mode() throws Exception {
        run.session.answering(_ -> Result.ok(true, Map.of("path", "/etc/app")));
        Result result = run.run("{assemble: {src: d, dest: /etc/app, remote_src: false}}");
        assertThat(result.fields())
                .isEqualTo(Map.of(
                        "dest",
                        "/etc/app",
                        "src",
                        directory.resolve("files/d").toString(),
                        "checksum",
                        "3805df0dede36d237c2e4ea38ed0823ab862be47"));
    }

    @Test
    void parts_of_the_host_are_left_to_the_host() throws Exception {
        run.run("{assemble: {src: d, dest: /etc/app}}");
        assertThat(run.session.log).containsExactly("assemble");
        assertThat(run.args()).containsEntry("src", "d");
    }

    @Test
    void what_can_not_be_put_together_is_refused() {
        assertThatThrownBy(() -> run.run("{assemble: {src: d/10, dest: /x, remote_src: false}}"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("is not a directory");
        assertThatThrownBy(() -> assembled("delimiter: 'x\\'"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("ends with a backslash");
        assertThatThrownBy(() -> assembled("delimiter: '\\x2'"))
                .isInstanceOf(UserError.class)
                .hasMessageContaining("two hexadecimal digits");
    }
}
