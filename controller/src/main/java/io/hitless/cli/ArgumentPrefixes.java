package io.hitless.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import picocli.CommandLine;

/**
 * Completes abbreviated long options, as Python's argparse does: {@code --che} is {@code --check} if no other option
 * starts so.
 */
final class ArgumentPrefixes {
    private ArgumentPrefixes() {}

    /** @param hitless knows the commands and their options; hitless' own commands take no abbreviations */
    static String[] completed(CommandLine hitless, String... arguments) {
        CommandLine command =
                arguments.length == 0 ? null : hitless.getSubcommands().get(arguments[0]);
        if (command == null || !arguments[0].startsWith(ErrorHandlers.ANSIBLE)) {
            return arguments;
        }
        Set<String> names = command.getCommandSpec().optionsMap().keySet();
        return completed(List.of(arguments), names).toArray(String[]::new);
    }

    /** @param names of all options */
    static List<String> completed(List<String> arguments, Set<String> names) {
        List<String> out = new ArrayList<>();
        boolean options = true;
        for (String argument : arguments) {
            options = options && !argument.equals("--");
            out.add(options && argument.startsWith("--") ? completed(argument, names) : argument);
        }
        return out;
    }

    private static String completed(String argument, Set<String> names) {
        int equals = argument.indexOf('=');
        String name = equals < 0 ? argument : argument.substring(0, equals);
        if (names.contains(name)) {
            return argument;
        }
        List<String> matching =
                names.stream().filter(each -> each.startsWith(name)).sorted().toList();
        return matching.size() == 1 ? matching.getFirst() + argument.substring(name.length()) : argument;
    }
}
