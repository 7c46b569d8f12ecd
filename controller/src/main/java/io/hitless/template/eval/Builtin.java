package io.hitless.template.eval;

import io.hitless.template.syntax.Signature;
import io.hitless.value.LazyItems;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A filter, test, lookup, global function or method: a name, parameters, and a body. The subject of a filter, test or
 * method is the value that it is applied to; for a global function it is null, for a lookup the terms.
 *
 * @param parameters the names, in order; {@code *} stands for further positional arguments and {@code **} for further
 *     named ones
 * @param positionalOnly how many of the first parameters a call can't name
 * @param takes which parts of the subject may be undefined; any other undefined value is an error before the body runs
 */
public record Builtin(String name, List<String> parameters, int positionalOnly, Takes takes, Body body)
        implements Signature {
    /** Creates a builtin whose parameters a call can name. */
    public Builtin(String name, List<String> parameters, Takes takes, Body body) {
        this(name, parameters, 0, takes, body);
    }

    /** The parts of a subject that may be undefined. */
    public enum Takes {
        /** Neither the subject nor its items. */
        DEFINED,
        /** The items, because the body does not need all of them. */
        UNDEFINED_ITEMS,
        /** The subject itself. */
        UNDEFINED
    }

    /** The implementation. */
    @FunctionalInterface
    public interface Body {
        @Nullable
        Object apply(@Nullable Object subject, BoundArguments arguments);
    }

    /** Applies the builtin to a subject. */
    @Nullable
    Object apply(Evaluation evaluation, @Nullable Object subject, List<?> positional, Map<String, ?> named) {
        return body.apply(subject(subject), BoundArguments.bind(evaluation, this, positional, named));
    }

    private @Nullable Object subject(@Nullable Object subject) {
        return switch (takes) {
            case UNDEFINED -> subject;
            case UNDEFINED_ITEMS -> strict(subject);
            case DEFINED -> complete(LazyItems.defined(strict(subject)));
        };
    }

    private static @Nullable Object complete(@Nullable Object subject) {
        switch (subject) {
            case List<?> list -> list.forEach(Values::strict);
            case Map<?, ?> map -> map.values().forEach(Values::strict);
            case null, default -> {}
        }
        return subject;
    }

    private static @Nullable Object strict(@Nullable Object subject) {
        return Values.strict(subject) instanceof Undefined ? "" : subject;
    }

    /** A table under construction. Each class with builtins adds its own. */
    public static final class Table {
        private final Map<String, Builtin> entries = new HashMap<>();

        public Table add(String name, Body body, String... parameters) {
            return add(name, Takes.DEFINED, body, parameters);
        }

        /** Adds a builtin whose subject may have undefined items. */
        public Table addForItems(String name, Body body, String... parameters) {
            return add(name, Takes.UNDEFINED_ITEMS, body, parameters);
        }

        /** Adds a builtin whose subject may be undefined. */
        public Table addLenient(String name, Body body, String... parameters) {
            return add(name, Takes.UNDEFINED, body, parameters);
        }

        private Table add(String name, Takes takes, Body body, String... parameters) {
            entries.put(name, new Builtin(name, List.of(parameters), takes, body));
            return this;
        }

        /** Adds a builtin whose first parameter a call can't name, so that {@code **} takes its name, too. */
        Table addUnnamed(String name, Body body, String... parameters) {
            entries.put(name, new Builtin(name, List.of(parameters), 1, Takes.DEFINED, body));
            return this;
        }

        /** Adds a second name for an existing builtin. */
        public Table alias(String alias, String name) {
            Builtin known = entries.get(name);
            if (known == null) {
                throw new IllegalStateException("no " + name + " for alias " + alias);
            }
            entries.put(alias, new Builtin(alias, known.parameters, known.positionalOnly, known.takes, known.body));
            return this;
        }

        /** Lets every builtin take named arguments that it does not know; they have no effect. */
        Table withOtherOptions() {
            entries.replaceAll((name, known) -> {
                List<String> parameters = new ArrayList<>(known.parameters);
                if (!parameters.contains("**")) {
                    parameters.add("**");
                }
                return new Builtin(name, List.copyOf(parameters), known.positionalOnly, known.takes, known.body);
            });
            return this;
        }

        public Table addAll(Table other) {
            entries.putAll(other.entries);
            return this;
        }

        Map<String, Builtin> build() {
            return Map.copyOf(entries);
        }
    }
}
