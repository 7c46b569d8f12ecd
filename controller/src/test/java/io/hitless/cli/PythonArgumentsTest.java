package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

class PythonArgumentsTest {
    private static List<String> read(String... words) {
        return List.of(PythonArguments.read(new Commands().commandLine(words), words));
    }

    @Test
    void what_is_the_beginning_of_one_option_is_that_option() {
        assertThat(read("ansible-playbook", "--che", "--skip=a", "site.yml", "-C"))
                .containsExactly("ansible-playbook", "--check", "--skip-tags=a", "site.yml", "-C");
    }

    @Test
    void options_of_hitless_alone_are_no_candidates() {
        assertThat(read("ansible-playbook", "--sta", "x")).containsExactly("ansible-playbook", "--start-at-task=x");
        assertThat(read("ansible-playbook", "--state", "x")).containsExactly("ansible-playbook", "--state=x");
    }

    @Test
    void the_list_of_these_options_is_whole() throws IOException {
        List<String> ofAnsible = Files.readAllLines(Path.of("src/test/resources/compat/names.txt"));
        for (String name : PythonArguments.WITH_OWN) {
            CommandLine command =
                    new Commands().commandLine(name).getSubcommands().get(name);
            assertThat(command.getCommandSpec().optionsMap().keySet())
                    .as(name)
                    .filteredOn(option -> option.startsWith("--"))
                    .allMatch(option ->
                            PythonArguments.OWN.contains(option) || ofAnsible.contains("flag/" + option.substring(2)));
        }
    }

    @Test
    void what_begins_several_options_names_them() {
        assertThatThrownBy(() -> read("ansible-playbook", "--ssh", "x"))
                .isInstanceOf(ParameterException.class)
                .hasMessageContaining("--ssh-common-args, --ssh-extra-args");
    }

    @Test
    void a_value_may_look_like_an_option_behind_the_equals_sign_only() {
        assertThat(read("ansible", "--ssh-extra-args=-v", "-i=h", "all"))
                .containsExactly("ansible", "--ssh-extra-args=-v", "--inventory-file=h", "all");
        assertThatThrownBy(() -> read("ansible", "--ssh-extra-args", "-v", "all"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("option '--ssh-extra-args' needs a value");
    }

    @Test
    void a_value_with_a_blank_or_of_a_negative_number_is_a_value() {
        assertThat(read("ansible-playbook", "--ssh-common-args", "-o Port=22", "-f", "-1"))
                .containsExactly("ansible-playbook", "--ssh-common-args=-o Port=22", "--forks=-1");
    }

    @Test
    void flags_stand_together_and_before_an_option_with_a_value() {
        assertThat(read("ansible", "-bKe", "x=1", "-vvv", "-mping", "all"))
                .containsExactly(
                        "ansible", "-b", "-K", "--extra-vars=x=1", "-v", "-v", "-v", "--module-name=ping", "all");
    }

    @Test
    void a_flag_takes_no_value() {
        assertThatThrownBy(() -> read("ansible-playbook", "--check=yes"))
                .isInstanceOf(ParameterException.class)
                .hasMessage("option '--check' takes no value: 'yes'");
    }

    @Test
    void an_empty_value_stays_one() {
        assertThat(read("ansible", "-a", "", "--limit=")).containsExactly("ansible", "-a", "", "--limit", "");
    }

    @Test
    void commands_below_have_their_own_options() {
        assertThat(read("ansible-vault", "encrypt", "--encrypt", "x", "f"))
                .containsExactly("ansible-vault", "encrypt", "--encrypt-vault-id=x", "f");
    }

    @Test
    void behind_two_dashes_there_are_no_options() {
        assertThat(read("ansible-playbook", "--", "--che")).containsExactly("ansible-playbook", "--", "--che");
    }

    @Test
    void commands_of_hitless_are_not_read_so() {
        assertThat(read("rollout", "--che", "-bK")).containsExactly("rollout", "--che", "-bK");
    }
}
