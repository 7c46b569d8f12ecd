package io.hitless.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.Needed;
import io.hitless.cli.command.ManPage;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

class ManPageTest {
    @TempDir
    Path dir;

    @Test
    void every_command_gets_a_page_and_the_first_names_them_all() throws IOException {
        Hitless installed = Hitless.run("man", "--dir", dir.toString());

        assertThat(installed.err()).isEmpty();
        CommandLine hitless = new Commands().withLaunched();
        try (Stream<Path> pages = Files.list(dir.resolve("man1"))) {
            assertThat(pages.map(page -> page.getFileName().toString()))
                    .containsExactlyInAnyOrderElementsOf(commands(hitless)
                            .map(command -> command.getCommandSpec().qualifiedName("-") + ".1")
                            .distinct() // ansible-inventory is inventory
                            .toList());
        }
        String first = Files.readString(dir.resolve("man1/hitless.1"));
        assertThat(ownNames(hitless)).contains("rollout", "lab").allSatisfy(name -> {
            assertThat(dir.resolve("man1/hitless-" + name + ".1")).exists();
            assertThat(first).contains("hitless\\-" + name.replace("-", "\\-") + "\\fR(1)");
        });
    }

    @TestFactory
    Stream<DynamicTest> a_page_tells_of_each_option_what_help_tells() {
        return commands(new Commands().withLaunched()).map(command -> {
            String name = command.getCommandSpec().qualifiedName("-");
            return DynamicTest.dynamicTest(name, () -> check(name, command));
        });
    }

    /** The JVM lists methods in no order, so pages of two builds could differ. */
    @TestFactory
    Stream<DynamicTest> options_that_are_methods_come_last_by_name() {
        return commands(new Commands().withLaunched())
                .map(command -> DynamicTest.dynamicTest(command.getCommandSpec().qualifiedName("-"), () -> {
                    List<OptionSpec> options = command.getCommandSpec().options().stream()
                            .filter(option -> option.group() == null)
                            .toList();
                    List<String> last = options.stream()
                            .dropWhile(option -> !(option.userObject() instanceof Method))
                            .map(OptionSpec::longestName)
                            .toList();
                    List<String> methods = options.stream()
                            .filter(option -> option.userObject() instanceof Method)
                            .map(OptionSpec::longestName)
                            .sorted()
                            .toList();
                    assertThat(last).isEqualTo(methods);
                }));
    }

    /** The commands, each by its own name: {@code ansible-inventory} is {@code inventory}. */
    private static Set<String> ownNames(CommandLine hitless) {
        return hitless.getSubcommands().values().stream()
                .map(CommandLine::getCommandName)
                .collect(Collectors.toSet());
    }

    /** The command with those below it. */
    private static Stream<CommandLine> commands(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(ManPageTest::commands));
    }

    private static void check(String name, CommandLine command) throws IOException, InterruptedException {
        String page = Hitless.run("man", name).out();
        assertThat(page.lines()).allSatisfy(line -> assertThat(line).doesNotContainPattern("[^\\x20-\\x7e]"));
        Needed.programs("man");
        Rendered rendered = rendered(page);
        assertThat(rendered.complaints()).isEmpty();
        for (OptionSpec option : command.getCommandSpec().options()) {
            if (!option.hidden()) {
                String names = String.join(", ", option.names());
                assertThat(rendered.text())
                        .contains(option.negatable() ? names.replace("--", "--[no-]") : names)
                        .contains(words(option.description()));
            }
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            assertThat(rendered.text()).contains(words(parameter.description()));
        }
        command.getCommandSpec()
                .usageMessage()
                .exitCodeList()
                .forEach((code, meaning) -> assertThat(rendered.text()).contains(code + " " + words(meaning)));
    }

    private record Rendered(String text, String complaints) {}

    /** As man shows it, blanks and ends of lines being one blank. */
    private static Rendered rendered(String page) throws IOException, InterruptedException {
        ProcessBuilder man = new ProcessBuilder("man", "--warnings", "-l", "-");
        man.environment().putAll(Map.of("MANWIDTH", "200", "LC_ALL", "C.UTF-8", "MANPAGER", "cat", "PAGER", "cat"));
        Path errors = Files.createTempFile("man", ".err");
        Process process = man.redirectError(errors.toFile()).start();
        try (var source = process.getOutputStream()) {
            source.write(page.getBytes(StandardCharsets.US_ASCII));
        }
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isZero();
        String complaints = Files.readString(errors);
        Files.delete(errors);
        return new Rendered(words(text.replaceAll(".\b", "")), complaints);
    }

    private static String words(String... text) {
        return String.join(" ", List.of(text)).replaceAll("\\s+", " ").strip();
    }

    @Test
    void what_would_be_a_request_to_roff_stays_text() {
        assertThat(ManPage.escaped("a\\b -x 'y' …")).isEqualTo("a\\eb \\-x \\(aqy\\(aq \\[u2026]");
    }

    @Test
    void a_command_that_is_not_there_is_said_so() {
        Hitless run = Hitless.run("man", "rolout");

        assertThat(run.exit()).isEqualTo(1);
        assertThat(run.err()).contains("no command 'rolout'").contains("did you mean 'rollout'?");
    }
}
