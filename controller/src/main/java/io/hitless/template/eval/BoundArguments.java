package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.template.syntax.Signature;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arguments of one call of a {@link Signature}, bound to its parameters and read by name and kind. */
public final class BoundArguments {
    private final Evaluation evaluation;
    private final Signature builtin;
    private final @Nullable Object[] values;
    private final List<@Nullable Object> rest;
    private final Map<String, @Nullable Object> extra;

    private BoundArguments(
            Evaluation evaluation,
            Signature builtin,
            @Nullable Object[] values,
            List<@Nullable Object> rest,
            Map<String, @Nullable Object> extra) {
        this.evaluation = evaluation;
        this.builtin = builtin;
        this.values = values;
        this.rest = rest;
        this.extra = extra;
    }

    /** @throws UserError if the arguments do not match the parameters */
    static BoundArguments bind(Evaluation evaluation, Signature builtin, List<?> positional, Map<String, ?> named) {
        builtin.check(positional.size(), named.isEmpty() ? List.of() : List.copyOf(named.keySet()));
        List<String> parameters = builtin.parameters();
        @Nullable Object[] values = new Object[parameters.size()];
        java.util.Arrays.fill(values, Missing.ABSENT);
        List<@Nullable Object> rest = List.of();
        int place = 0;
        for (Object value : positional) {
            if (place < values.length && !parameters.get(place).startsWith("*")) {
                values[place++] = value;
            } else {
                rest = rest.isEmpty() ? new ArrayList<>() : rest;
                rest.add(value);
            }
        }
        Map<String, @Nullable Object> extra = named.isEmpty() ? Map.of() : new LinkedHashMap<>();
        for (Map.Entry<String, ?> entry : named.entrySet()) {
            int index = parameters.indexOf(entry.getKey());
            if (index < builtin.positionalOnly()) {
                extra.put(entry.getKey(), entry.getValue());
            } else if (values[index] != Missing.ABSENT) {
                throw new UserError("'" + builtin.name() + "' gets argument '" + entry.getKey() + "' twice");
            } else {
                values[index] = entry.getValue();
            }
        }
        return new BoundArguments(evaluation, builtin, values, rest, extra);
    }

    public Evaluation evaluation() {
        return evaluation;
    }

    private @Nullable Object get(String parameter) {
        int index = builtin.parameters().indexOf(parameter);
        if (index < 0) {
            throw new IllegalArgumentException(builtin.name() + " declares no " + parameter);
        }
        return values[index];
    }

    /** Whether the parameter exists. */
    public boolean takes(String parameter) {
        return builtin.parameters().contains(parameter);
    }

    public boolean has(String parameter) {
        return get(parameter) != Missing.ABSENT;
    }

    /** The value of a required parameter, which may be undefined. */
    public @Nullable Object raw(String parameter) {
        Object value = get(parameter);
        if (value == Missing.ABSENT) {
            throw new UserError("'" + builtin.name() + "' wants argument '" + parameter + "'");
        }
        return value;
    }

    public @Nullable Object value(String parameter) {
        return Values.defined(raw(parameter));
    }

    public @Nullable Object value(String parameter, @Nullable Object fallback) {
        return has(parameter) ? value(parameter) : fallback;
    }

    public String text(String parameter) {
        return Values.text(value(parameter));
    }

    public String text(String parameter, String fallback) {
        return has(parameter) ? text(parameter) : fallback;
    }

    /** The text, or null if the argument is missing or None. */
    public @Nullable String textOrNull(String parameter) {
        Object value = value(parameter, null);
        return value == null ? null : Values.text(value);
    }

    /**
     * The text of a parameter that takes nothing else.
     *
     * @throws UserError if the argument is not a text
     */
    public String string(String parameter) {
        return Coercions.string(value(parameter), "argument '" + parameter + "'");
    }

    public String string(String parameter, String fallback) {
        return has(parameter) ? string(parameter) : fallback;
    }

    /** The text, or null if the argument is missing or None; anything else is an error. */
    public @Nullable String stringOrNull(String parameter) {
        return value(parameter, null) == null ? null : string(parameter);
    }

    public long integer(String parameter) {
        return Coercions.integer(value(parameter), "argument '" + parameter + "'");
    }

    public long integer(String parameter, long fallback) {
        Object value = value(parameter, null);
        return value == null ? fallback : Coercions.integer(value, "argument '" + parameter + "'");
    }

    public boolean flag(String parameter, boolean fallback) {
        return has(parameter) ? Values.truthy(value(parameter)) : fallback;
    }

    public List<?> list(String parameter) {
        return Coercions.list(value(parameter));
    }

    /** Further positional arguments. */
    public List<@Nullable Object> rest() {
        return rest;
    }

    /** Further named arguments. */
    public Map<String, @Nullable Object> extra() {
        return extra;
    }
}
