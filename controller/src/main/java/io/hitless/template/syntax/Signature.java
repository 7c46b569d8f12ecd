package io.hitless.template.syntax;

import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import java.util.List;

/**
 * The name and the parameters of a filter, test, lookup, function or method: all that can be checked before any value
 * is known.
 */
public interface Signature {
    String name();

    /** The names, in order; {@code *} stands for any further ones by place and {@code **} by name. */
    List<String> parameters();

    /**
     * Whether arguments of these names and number fit.
     *
     * @throws UserError if not
     */
    default void check(int positional, List<String> named) {
        List<String> parameters = parameters();
        int places = parameters.size() - (parameters.contains("*") ? 1 : 0) - (parameters.contains("**") ? 1 : 0);
        if (positional > places && !parameters.contains("*")) {
            throw new UserError("'" + name() + "' takes at most " + places
                    + (places == 1 ? " argument, not " : " arguments, not ") + positional);
        }
        for (String argument : named) {
            if (!parameters.contains(argument) && !parameters.contains("**")) {
                throw new UserError(
                        null,
                        "'" + name() + "' has no argument '" + argument + "'",
                        Suggestion.didYouMean(argument, parameters));
            }
        }
    }
}
