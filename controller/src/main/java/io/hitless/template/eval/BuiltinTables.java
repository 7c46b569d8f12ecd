package io.hitless.template.eval;

import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.syntax.BuiltinRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filters, tests, lookups and functions that there are, by name; a name may be qualified by its collection. */
public final class BuiltinTables implements BuiltinRegistry {
    private static final List<String> COLLECTIONS =
            List.of("ansible.builtin.", "ansible.legacy.", "ansible.utils.", "community.general.");

    private final Map<String, Builtin> filters;
    private final Map<String, Builtin> tests;
    private final Map<String, Builtin> lookups;
    private final Map<String, Builtin> functions;
    private final Map<String, Callable> globals;

    /** @param functions what templates call by name alone; a variable of the same name hides one */
    public BuiltinTables(Builtin.Table filters, Builtin.Table tests, Builtin.Table lookups, Builtin.Table functions) {
        this.filters = filters.build();
        this.tests = tests.build();
        this.lookups = lookups.build();
        this.functions = functions.build();
        Map<String, Callable> bound = new HashMap<>();
        this.functions.forEach((name, builtin) -> bound.put(name, new Callable.Bound(builtin, null)));
        this.globals = Map.copyOf(bound);
    }

    @Override
    public Builtin filter(String name) {
        return find(filters, "filter", name);
    }

    @Override
    public Builtin test(String name) {
        return find(tests, "test", name);
    }

    @Override
    public Builtin lookup(String name) {
        return find(lookups, "lookup", name);
    }

    boolean hasFilter(String name) {
        return filters.containsKey(plain(name));
    }

    boolean hasTest(String name) {
        return tests.containsKey(plain(name));
    }

    @Nullable
    Callable function(String name) {
        return globals.get(name);
    }

    public Map<String, Builtin> filters() {
        return filters;
    }

    public Map<String, Builtin> tests() {
        return tests;
    }

    public Map<String, Builtin> lookups() {
        return lookups;
    }

    public Map<String, Builtin> functions() {
        return functions;
    }

    private static Builtin find(Map<String, Builtin> table, String what, String name) {
        Builtin found = table.get(plain(name));
        if (found == null) {
            throw new UserError(
                    null, "unknown " + what + " '" + name + "'", Suggestion.didYouMean(plain(name), table.keySet()));
        }
        return found;
    }

    private static String plain(String name) {
        for (String collection : COLLECTIONS) {
            if (name.startsWith(collection)) {
                return name.substring(collection.length());
            }
        }
        return name;
    }
}
