package io.hitless.cli.command;

import io.hitless.cli.option.Version;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** The manual page of a command in man(7) macros, generated from picocli's model. */
public final class ManPage {
    private final CommandSpec command;
    private final List<CommandSpec> beside;
    private final StringBuilder out = new StringBuilder();

    /** @param beside the other commands, for the section SEE ALSO */
    ManPage(CommandSpec command, List<CommandSpec> beside) {
        this.command = command;
        this.beside = List.copyOf(beside);
    }

    /** The page's name: {@code hitless-rollout}. */
    static String name(CommandSpec command) {
        return command.qualifiedName("-");
    }

    String text() {
        String name = name(command);
        out.append(".TH ")
                .append(name.toUpperCase(Locale.ROOT))
                .append(" 1 \"\" \"hitless ")
                .append(escaped(Version.number()))
                .append("\" \"hitless\"\n");
        out.append(".nh\n.ad l\n"); // arguments must not be hyphenated
        section("NAME");
        String[] description = command.usageMessage().description();
        String first = description.length == 0 ? "" : description[0];
        line(escaped(name) + " \\- "
                + escaped(Character.toLowerCase(first.charAt(0))
                        + first.substring(1).replaceFirst("[.:;].*", "")));
        section("SYNOPSIS");
        line(synopsis());
        section("DESCRIPTION");
        paragraphs(description);
        options();
        commands();
        exitCodes();
        footer();
        section("SEE ALSO");
        line(String.join(
                ", ", beside.stream().map(other -> bold(name(other)) + "(1)").toList()));
        return out.toString();
    }

    private String synopsis() {
        List<String> words = new ArrayList<>(List.of(bold(command.qualifiedName())));
        if (!shown().isEmpty()) {
            words.add("[" + italic("OPTION") + "]\\|.\\|.\\|.");
        }
        command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .forEach(parameter -> {
                    String word =
                            italic(parameter.paramLabel()) + (parameter.arity().max() > 1 ? "\\|.\\|.\\|." : "");
                    words.add(parameter.arity().min() == 0 ? "[" + word + "]" : word);
                });
        if (!command.subcommands().isEmpty()) {
            words.add(italic("COMMAND"));
        }
        return String.join(" ", words);
    }

    private List<OptionSpec> shown() {
        return command.options().stream().filter(option -> !option.hidden()).toList();
    }

    private void options() {
        List<ArgSpec> parameters = command.positionalParameters().stream()
                .filter(parameter -> !parameter.hidden())
                .map(ArgSpec.class::cast)
                .toList();
        if (parameters.isEmpty() && shown().isEmpty()) {
            return;
        }
        section("OPTIONS");
        parameters.forEach(parameter -> entry(italic(parameter.paramLabel()), parameter.description()));
        shown().forEach(option -> entry(names(option), option.description()));
    }

    private static String names(OptionSpec option) {
        String label = option.arity().max() == 0 ? "" : " " + italic(option.paramLabel());
        Stream<String> names = Arrays.stream(option.names())
                .map(name -> bold(option.negatable() ? name.replaceFirst("^--", "--[no-]") : name));
        return String.join(", ", names.toList()) + label;
    }

    private void commands() {
        if (!command.subcommands().isEmpty()) {
            section("COMMANDS");
            for (CommandLine sub : command.subcommands().values()) {
                CommandSpec spec = sub.getCommandSpec();
                if (!spec.usageMessage().hidden()) {
                    entry(
                            bold(name(spec)) + "(1)",
                            Arrays.copyOf(spec.usageMessage().description(), 1));
                }
            }
        }
    }

    private void exitCodes() {
        if (!command.usageMessage().exitCodeList().isEmpty()) {
            section("EXIT STATUS");
            command.usageMessage().exitCodeList().forEach((code, meaning) -> entry(bold(code), meaning));
        }
    }

    private void footer() {
        List<String> lines = Arrays.stream(command.usageMessage().footer())
                .filter(line -> !line.isBlank())
                .toList();
        if (!lines.isEmpty()) {
            section("NOTES");
            out.append(".nf\n"); // keep columns
            lines.forEach(line -> line(escaped(line)));
            out.append(".fi\n");
        }
    }

    private void section(String title) {
        out.append(".SH ").append(title).append('\n');
    }

    private void entry(String term, String... description) {
        out.append(".TP\n");
        line(term);
        Arrays.stream(description).forEach(text -> line(escaped(text)));
    }

    private void paragraphs(String... texts) {
        boolean first = true;
        for (String text : texts) {
            if (!text.isBlank()) {
                if (!first) {
                    out.append(".PP\n");
                }
                line(escaped(text));
                first = false;
            }
        }
    }

    private void line(String text) {
        // roff would read a line that starts with a dot or a quote as a request.
        out.append(text.startsWith(".") || text.startsWith("'") ? "\\&" : "")
                .append(text)
                .append('\n');
    }

    private static String bold(String text) {
        return "\\fB" + escaped(text) + "\\fR";
    }

    private static String italic(String text) {
        return "\\fI" + escaped(text) + "\\fR";
    }

    /** Escapes text for roff: ASCII only, with minus signs that can be copied. */
    public static String escaped(String text) {
        StringBuilder out = new StringBuilder();
        text.codePoints().forEach(c -> {
            switch (c) {
                case '\\' -> out.append("\\e");
                case '-' -> out.append("\\-");
                case '\'' -> out.append("\\(aq");
                case '`' -> out.append("\\(ga");
                case '^' -> out.append("\\(ha");
                case '~' -> out.append("\\(ti");
                case '\n' -> out.append("\n.br\n");
                default -> out.append(c < 128 ? Character.toString(c) : "\\[u%04X]".formatted(c));
            }
        });
        return out.toString();
    }
}
