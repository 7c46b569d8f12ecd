package io.hitless.cli.command;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The completion script for fish, which picocli does not make. A command's name is always the first word, and those
 * below it follow at once, so two tests of the words typed so far tell where the cursor is.
 */
final class FishCompletion {
    private static final String TESTS = """
        function __hitless_typed
            commandline -opc | tail -n +2
        end
        # Whether the words begin with this command: its options and arguments can follow.
        function __hitless_in
            string match -q -- "$argv *" (__hitless_typed | string join ' ')' '
        end
        # Whether they are this command and no more: a command below it can follow.
        function __hitless_at
            set -l typed (__hitless_typed)
            test "$typed" = "$argv"
        end
        """;

    private final StringBuilder out = new StringBuilder(TESTS);

    private FishCompletion() {}

    /** The script for a command with all that are below it. */
    static String of(CommandLine command) {
        FishCompletion script = new FishCompletion();
        script.add(command, List.of());
        return script.out.toString();
    }

    private void add(CommandLine command, List<String> path) {
        CommandSpec spec = command.getCommandSpec();
        String in = path.isEmpty() ? "test (count (__hitless_typed)) -eq 0" : "__hitless_in " + String.join(" ", path);
        boolean leads = !command.getSubcommands().isEmpty();
        command.getSubcommands().forEach((name, below) -> {
            CommandSpec its = below.getCommandSpec();
            if (!its.usageMessage().hidden()) {
                String at = path.isEmpty() ? in : "__hitless_at " + String.join(" ", path);
                line(at, "-f -a " + quoted(name), first(its.usageMessage().description()));
            }
        });
        if (!leads) {
            spec.positionalParameters().stream()
                    .filter(parameter -> !parameter.hidden())
                    .map(FishCompletion::candidates)
                    .filter(words -> !words.isEmpty())
                    .forEach(words -> line(in, "-f -a " + quoted(words), ""));
        }
        spec.options().stream()
                .filter(option -> !option.hidden())
                .forEach(option -> line(in, option(option), first(option.description())));
        command.getSubcommands().forEach((name, below) -> {
            List<String> deeper = new ArrayList<>(path);
            deeper.add(name);
            add(below, deeper);
        });
    }

    private static String option(OptionSpec option) {
        String names = Arrays.stream(option.names())
                .map(name -> {
                    if (name.startsWith("--")) {
                        return "-l " + name.substring(2);
                    }
                    return (name.length() == 2 ? "-s " : "-o ") + name.substring(1);
                })
                .collect(Collectors.joining(" "));
        if (option.arity().max() == 0) {
            return names;
        }
        String words = candidates(option);
        return words.isEmpty() ? names + " -r" : names + " -x -a " + quoted(words);
    }

    /** The words that an argument can be, as far as they are known: of an enumeration as it is typed. */
    private static String candidates(ArgSpec argument) {
        List<String> words = new ArrayList<>();
        if (argument.completionCandidates() != null) {
            argument.completionCandidates().forEach(words::add);
        } else if (argument.type().isEnum()) {
            Arrays.stream(argument.type().getEnumConstants())
                    .forEach(constant -> words.add(constant.toString().toLowerCase(Locale.ROOT)));
        }
        return String.join(" ", words);
    }

    private void line(String condition, String what, String description) {
        out.append("complete -c hitless -n ")
                .append(quoted(condition))
                .append(' ')
                .append(what);
        if (!description.isEmpty()) {
            out.append(" -d ").append(quoted(description));
        }
        out.append('\n');
    }

    private static String first(String... description) {
        return description.length == 0
                ? ""
                : description[0]
                        .lines()
                        .findFirst()
                        .orElse("")
                        .replaceFirst("[.:;(](\\s.*|$)", "")
                        .strip();
    }

    private static String quoted(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
