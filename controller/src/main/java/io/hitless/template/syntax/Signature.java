package io.hitless.template.syntax;

import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.List;

/**
 * The name and parameters of a filter, test, lookup, function or method, against which calls are checked while parsing.
 */
public interface Signature {
    String name();

    /** The names, in order; {@code *} stands for further positional arguments and {@code **} for further named ones. */
    List<String> parameters();

    /** How many of the first parameters take positional arguments only: a call can't name them. */
    default int positionalOnly() {
        return 0;
    }

    /**
     * Checks the number and the names of arguments.
     *
     * @throws UserError if they do not match
     */
    default void check(int positional, List<String> named) {
        List<String> parameters = parameters();
        int places = parameters.size() - (parameters.contains("*") ? 1 : 0) - (parameters.contains("**") ? 1 : 0);
        if (positional > places && !parameters.contains("*")) {
            throw new UserError("'" + name() + "' takes at most " + places
                    + (places == 1 ? " argument, not " : " arguments, not ") + positional);
        }
        for (String argument : named) {
            if (parameters.indexOf(argument) < positionalOnly() && !parameters.contains("**")) {
                throw new UserError(
                        null,
                        "'" + name() + "' has no argument '" + argument + "'",
                        Suggestion.didYouMean(argument, parameters));
            }
        }
    }
}
