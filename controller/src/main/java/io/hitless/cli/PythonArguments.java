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
 * Reads arguments as Python's argparse does, for the commands with Ansible's names, and rewrites them for picocli: each
 * option with its full name, and joined with its value. So {@code --che} becomes {@code --check}, the {@code -v} of
 * {@code --ssh-extra-args=-v} is a value, and {@code --limit --check} is an error, because the value is missing.
 */
final class PythonArguments {
    /** Options that only hitless has. They can't be abbreviated: a new one must not make an abbreviation ambiguous. */
    static final Set<String> OWN = Set.of(
            "--accept-new-host-keys",
            "--break-lock",
            "--fold",
            "--lock-time",
            "--lock-wait",
            "--metrics",
            "--no-fold",
            "--no-live",
            "--no-tail",
            "--output",
            "--plan",
            "--state",
            "--strict",
            "--tail",
            "--webhook",
            "--webhook-secret-file",
            "--webhook-timeout",
            "--webhook-when",
            "--without-locks",
            "--workers");

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
     * Returns the arguments for picocli.
     *
     * @param hitless the root command; the arguments of commands that only hitless has are returned unchanged
     * @throws ParameterException for arguments that argparse refuses
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

    /** Reads a group of short flags, the last of which may take a value: {@code -bKe x=1}. */
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

    /** @param value the value in the same argument as the option; null: the next argument is the value */
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
        if (given.isEmpty()) { // picocli takes an empty value only as a separate argument
            out.add(name);
            out.add("");
        } else {
            out.add(option.longestName() + "=" + given);
        }
    }

    private static boolean takesValue(OptionSpec option) {
        return option.arity().max() > 0;
    }

    /**
     * Whether an argument is an option. As in argparse, one with a blank is a value, unless it begins with a known
     * option.
     */
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

    /** Returns the option with this name, or the only one with this prefix; null if there is none. */
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
