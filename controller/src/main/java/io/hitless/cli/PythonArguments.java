package io.hitless.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/**
 * Reads the arguments of Ansible's commands as Python's argparse does, and writes them for picocli: whole names, and
 * each value in one word with its option. So {@code --che} is {@code --check}, {@code --ssh-extra-args=-v} is a value,
 * and {@code --limit --check} lacks one.
 */
final class PythonArguments {
    /** What only hitless has is never abbreviated: a new option must not make an abbreviation ambiguous. */
    static final Set<String> OWN = Set.of(
            "--accept-new-host-keys",
            "--break-lock",
            "--fold",
            "--lock-time",
            "--lock-wait",
            "--metrics",
            "--no-fold",
            "--no-live",
            "--output",
            "--plan",
            "--state",
            "--strict",
            "--webhook",
            "--webhook-secret-file",
            "--webhook-timeout",
            "--webhook-when",
            "--without-locks");

    static final Set<String> WITH_OWN = Set.of("ansible", "ansible-playbook");

    private static final Pattern NEGATIVE_NUMBER = Pattern.compile("-\\d+|-\\d*\\.\\d+");

    private final List<String> words;
    private final List<String> out = new ArrayList<>();
    private CommandLine command;
    private int next;

    private PythonArguments(CommandLine command, List<String> words) {
        this.command = command;
        this.words = words;
    }

    /**
     * @param hitless has the commands; its own take their arguments as they are
     * @throws ParameterException for what argparse refuses
     */
    static String[] read(CommandLine hitless, String... arguments) {
        CommandLine command =
                arguments.length == 0 ? null : hitless.getSubcommands().get(arguments[0]);
        if (command == null || !arguments[0].startsWith(ErrorHandlers.ANSIBLE)) {
            return arguments;
        }
        command.setAllowOptionsAsOptionParameters(true);
        PythonArguments all = new PythonArguments(command, List.of(arguments));
        all.out.add(arguments[0]);
        all.next = 1;
        all.read();
        return all.out.toArray(String[]::new);
    }

    private void read() {
        while (next < words.size()) {
            String word = words.get(next++);
            if (word.equals("--")) {
                out.add(word);
                out.addAll(words.subList(next, words.size()));
                return;
            }
            if (!isOption(word)) {
                CommandLine below = command.getSubcommands().get(word);
                command = below == null ? command : below;
                out.add(word);
            } else if (word.startsWith("--")) {
                longOption(word);
            } else {
                shortOptions(word);
            }
        }
    }

    private void longOption(String word) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        OptionSpec option = option(name);
        if (option == null) {
            out.add(word);
        } else {
            add(option, option.longestName(), equals < 0 ? null : word.substring(equals + 1));
        }
    }

    /** Flags may stand together, and before one with a value: {@code -bKe x=1}. */
    private void shortOptions(String word) {
        for (String rest = word.substring(1); !rest.isEmpty(); ) {
            String name = "-" + rest.charAt(0);
            OptionSpec option = command.getCommandSpec().optionsMap().get(name);
            rest = rest.substring(1);
            if (option == null) {
                out.add(name + rest);
                return;
            }
            if (takesValue(option)) {
                String value = rest.startsWith("=") ? rest.substring(1) : rest;
                add(option, name, rest.isEmpty() ? null : value);
                return;
            }
            out.add(name);
        }
    }

    /** @param value that stands with the option; the next word is one, too */
    private void add(OptionSpec option, String name, @Nullable String value) {
        if (!takesValue(option)) {
            if (value != null) {
                throw new ParameterException(command, "option '" + name + "' takes no value: '" + value + "'");
            }
            out.add(name);
            return;
        }
        String given = value;
        if (given == null) {
            if (next == words.size() || words.get(next).equals("--") || isOption(words.get(next))) {
                throw new ParameterException(command, "option '" + name + "' needs a value");
            }
            given = words.get(next++);
        }
        if (given.isEmpty()) { // picocli takes an empty value only as a word of its own
            out.add(name);
            out.add("");
        } else {
            out.add(option.longestName() + "=" + given);
        }
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    /** Whether a word is an option: what has a blank is a value, unless it begins with an option. */
    private boolean isOption(String word) {
        if (!word.startsWith("-") || word.length() == 1) {
            return false;
        }
        int equals = word.indexOf('=');
        if (word.startsWith("--")
                ? option(equals < 0 ? word : word.substring(0, equals)) != null
                : command.getCommandSpec().optionsMap().containsKey(word.substring(0, 2))) {
            return true;
        }
        return !NEGATIVE_NUMBER.matcher(word).matches() && !word.contains(" ");
    }

    /** The option of that name, or the only one that begins so. */
    private @Nullable OptionSpec option(String name) {
        OptionSpec whole = command.getCommandSpec().optionsMap().get(name);
        if (whole != null) {
            return whole;
        }
        boolean own = WITH_OWN.contains(command.getCommandName());
        List<String> names = command.getCommandSpec().optionsMap().keySet().stream()
                .filter(each -> each.startsWith(name) && !(own && OWN.contains(each)))
                .sorted()
                .toList();
        if (names.size() > 1) {
            throw new ParameterException(
                    command, "'" + name + "' could be any of these options: " + String.join(", ", names));
        }
        return names.isEmpty() ? null : command.getCommandSpec().optionsMap().get(names.getFirst());
    }
}
