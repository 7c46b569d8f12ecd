package io.hitless.cli.option;

import io.hitless.value.Redactor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedSet;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A parsed command line, which can be written again.
 *
 * @param options the arguments of each option by the option's longest name, such as {@code --limit=lb1}
 */
public record CommandArguments(Map<String, List<String>> options, List<String> parameters) {
    /**
     * Parses stored arguments: {@code -e X}, {@code -eX} and {@code --extra-vars=X} are the same.
     *
     * @param command declares the options; picocli sets its fields
     */
    public static CommandArguments read(String name, Object command, List<String> words) {
        CommandLine line = ConfiguredDefaults.in(new CommandLine(command))
                .setCommandName(name)
                .setExpandAtFiles(false)
                .setAllowOptionsAsOptionParameters(true) // as in --ssh-extra-args=-v
                .setCaseInsensitiveEnumValuesAllowed(true);
        return of(line.parseArgs(words.toArray(String[]::new)), Set.of());
    }

    /** @param without options to leave out */
    public static CommandArguments of(ParseResult parsed, Set<String> without) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            String name = option.longestName();
            if (!without.contains(name)) {
                boolean flag = option.arity().max() == 0;
                options.put(
                        name,
                        flag
                                ? flags(option)
                                : option.originalStringValues().stream()
                                        .map(value -> name + "=" + value)
                                        .toList());
            }
        }
        List<String> parameters = new ArrayList<>();
        for (ArgSpec parameter : parsed.matchedPositionals()) {
            parameters.addAll(parameter.originalStringValues());
        }
        return new CommandArguments(options, parameters);
    }

    // -vv counts as two flags.
    private static List<String> flags(OptionSpec option) {
        return Collections.nCopies(
                option.getValue() instanceof boolean[] times ? times.length : 1, option.longestName());
    }

    public List<String> all() {
        List<String> all = new ArrayList<>();
        options.values().forEach(all::addAll);
        all.addAll(parameters);
        return all;
    }

    /** The names of options with a masked value. */
    public SequencedSet<String> masked() {
        SequencedSet<String> out = new LinkedHashSet<>();
        options.forEach((name, words) -> {
            if (words.stream().anyMatch(CommandArguments::isMasked)) {
                out.add(name);
            }
        });
        return out;
    }

    /**
     * Merges these arguments with those given now. New arguments replace masked values and options with a single value,
     * and are added to repeatable options.
     *
     * @param repeatable options that can be given several times
     */
    public CommandArguments with(CommandArguments now, Set<String> repeatable) {
        Map<String, List<String>> out = new LinkedHashMap<>();
        options.forEach((name, words) ->
                out.put(name, words.stream().filter(word -> !isMasked(word)).toList()));
        now.options.forEach((name, words) ->
                out.merge(name, words, (earlier, more) -> repeatable.contains(name) ? joined(earlier, more) : more));
        return new CommandArguments(out, parameters);
    }

    private static List<String> joined(List<String> some, List<String> more) {
        List<String> all = new ArrayList<>(some);
        all.addAll(more);
        return all;
    }

    private static boolean isMasked(String word) {
        return word.contains(Redactor.MASK);
    }
}
