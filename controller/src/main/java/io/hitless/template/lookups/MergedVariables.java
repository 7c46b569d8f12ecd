package io.hitless.template.lookups;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Scope;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.PythonRegex;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Merges the lists or mappings of all variables whose names match, in the order of their names. */
final class MergedVariables {
    static final String[] PARAMETERS = {"pattern_type", "initial_value", "override", "groups"};

    private final boolean mayOverride;

    private MergedVariables(boolean mayOverride) {
        this.mayOverride = mayOverride;
    }

    static List<@Nullable Object> of(@Nullable Object terms, BoundArguments a) {
        String override = a.has("override") ? a.text("override") : "error";
        if (!List.of("error", "warn", "ignore").contains(override)) {
            throw new UserError("override is to be error, warn or ignore, not '" + override + "'");
        }
        MergedVariables merge = new MergedVariables(!override.equals("error"));
        List<@Nullable Object> out = new ArrayList<>();
        for (Object term : Coercions.list(terms)) {
            Predicate<String> wanted =
                    wanted(a.has("pattern_type") ? a.text("pattern_type") : "regex", Values.text(term));
            out.add(merge.merged(wanted, a));
        }
        return out;
    }

    private static Predicate<String> wanted(String kind, String text) {
        return switch (kind) {
            case "prefix" -> name -> name.startsWith(text);
            case "suffix" -> name -> name.endsWith(text);
            case "regex" -> {
                PythonRegex regex = PythonRegex.compile(text, false, false);
                yield regex::isIn;
            }
            default -> throw new UserError("pattern_type is to be prefix, suffix or regex, not '" + kind + "'");
        };
    }

    private @Nullable Object merged(Predicate<String> wanted, BoundArguments a) {
        Scope scope = a.evaluation().scope();
        Object value = a.has("initial_value") ? a.value("initial_value") : null;
        if (!a.has("groups") || a.value("groups") == null) {
            return all(value, wanted, scope.names(), scope::get);
        }
        List<String> groups =
                Coercions.list(a.value("groups")).stream().map(Values::text).toList();
        for (String host : scope.hosts(groups)) {
            if (a.evaluation().item(scope.get("hostvars"), host) instanceof Map<?, ?> its) {
                List<String> names = its.keySet().stream().map(String::valueOf).toList();
                value = all(value, wanted, names, its::get);
            }
        }
        return value;
    }

    private @Nullable Object all(
            @Nullable Object initial,
            Predicate<String> wanted,
            Collection<String> names,
            Function<String, @Nullable Object> variables) {
        Object value = initial;
        for (String name : names.stream().filter(wanted).sorted().toList()) {
            Object its = Values.defined(variables.apply(name));
            if (!(its instanceof Map<?, ?>) && !(its instanceof List<?>)) {
                throw new UserError("'" + name + "' is neither a list nor a mapping, so it can't be merged");
            }
            value = value == null ? its : two(value, its, name);
        }
        return value;
    }

    private Object two(Object below, Object above, String path) {
        if (below instanceof List<?> first && above instanceof List<?> second) {
            List<Object> out = new ArrayList<>(first);
            out.addAll(second);
            return out;
        }
        if (below instanceof Map<?, ?> first && above instanceof Map<?, ?> second) {
            Map<Object, @Nullable Object> out = new LinkedHashMap<>(first);
            second.forEach((key, value) ->
                    out.put(key, out.containsKey(key) ? each(out.get(key), value, path + "." + key) : value));
            return out;
        }
        throw new UserError("'" + path + "' can't be merged: not all variables are of the same type");
    }

    private @Nullable Object each(@Nullable Object below, @Nullable Object above, String path) {
        boolean nested = (below instanceof Map<?, ?> && above instanceof Map<?, ?>)
                || (below instanceof List<?> && above instanceof List<?>);
        if (nested && below != null && above != null) {
            return two(below, above, path);
        }
        if (!mayOverride) {
            throw new UserError("'" + path + "' would replace " + Values.text(below) + " by " + Values.text(above)
                    + "; override=ignore lets it");
        }
        return above;
    }
}
