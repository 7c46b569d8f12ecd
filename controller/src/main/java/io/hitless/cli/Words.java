package io.hitless.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParseResult;

/**
 * A command line as it was understood, to be said again.
 *
 * @param options by their longest name, each as it is written: {@code --limit=lb1}
 */
record Words(Map<String, List<String>> options, List<String> parameters) {
    /** @param without options to leave out */
    static Words of(ParseResult parsed, Set<String> without) {
        Map<String, List<String>> options = new LinkedHashMap<>();
        for (OptionSpec option : parsed.matchedOptions()) {
            String name = option.longestName();
            if (!without.contains(name)) {
                boolean flag = option.arity().max() == 0;
                options.put(name, flag ? List.of(name) : option.originalStringValues().stream().map(value -> name + "=" + value).toList());
            }
        }
        List<String> parameters = new ArrayList<>();
        for (ArgSpec parameter : parsed.matchedPositionals()) {
            parameters.addAll(parameter.originalStringValues());
        }
        return new Words(options, parameters);
    }

    List<String> all() {
        List<String> all = new ArrayList<>();
        options.values().forEach(all::addAll);
        all.addAll(parameters);
        return all;
    }
}
