package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** Holds the options of Ansible's commands against those that hitless takes under the same names. */
class AnsibleOptionsTest {
    private static final Path TABLE = Path.of("src/test/resources/ansible-options.txt");

    @Test
    void every_option_of_ansibles_commands_is_known_and_takes_a_value_if_it_does_there() throws IOException {
        CommandLine hitless = new Commands().commandLine();
        List<String> wrong = new ArrayList<>();
        String name = "";
        CommandSpec command = hitless.getCommandSpec();
        for (String line : Files.readAllLines(TABLE)) {
            if (line.startsWith("#")) {
                continue;
            }
            if (!line.startsWith(" ")) {
                name = line;
                command = command(hitless, line);
            } else if (command.unmatchedArgsBindings().isEmpty()) { // else all of it is refused with one message
                for (String option : line.replace(" =", "").strip().split(" ")) {
                    String fault = fault(command.findOption(option), line.endsWith(" ="));
                    if (!fault.isEmpty()) {
                        wrong.add(name + " " + option + ": " + fault);
                    }
                }
            }
        }
        assertThat(wrong).isEmpty();
    }

    // ansible-config has one command for all its actions.
    private static CommandSpec command(CommandLine hitless, String words) {
        CommandLine found = hitless;
        for (String word : words.split(" ")) {
            found = found.getSubcommands().getOrDefault(word, found);
        }
        assertThat(found).as(words).isNotSameAs(hitless);
        return found.getCommandSpec();
    }

    private static String fault(@Nullable OptionSpec option, boolean wantsValue) {
        if (option == null) {
            return "is not there";
        }
        boolean takes = option.arity().max() > 0;
        return takes == wantsValue ? "" : takes ? "wants a value" : "takes no value";
    }
}
