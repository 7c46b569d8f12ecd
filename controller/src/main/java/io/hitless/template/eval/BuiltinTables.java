package io.hitless.template.eval;

import io.hitless.source.NotHere;
import io.hitless.source.Suggestion;
import io.hitless.template.syntax.BuiltinRegistry;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All filters, tests, lookups and functions, by name. A name may be qualified by a collection. */
public final class BuiltinTables implements BuiltinRegistry {
    private static final List<String> COLLECTIONS = List.of(
            "ansible.builtin.",
            "ansible.legacy.",
            "ansible.utils.",
            "ansible.netcommon.",
            "community.general.",
            "community.hashi_vault.",
            "community.sops.");

    private final Map<String, Builtin> filters;
    private final Map<String, Builtin> tests;
    private final Map<String, Builtin> lookups;
    private final Map<String, Builtin> functions;
    private final Map<String, Callable> globals;
    private final PluginSource plugins;

    /**
     * @param functions called by name alone; a variable with the same name hides a function
     * @param plugins searched for names that are not in the tables
     */
    public BuiltinTables(
            Builtin.Table filters,
            Builtin.Table tests,
            Builtin.Table lookups,
            Builtin.Table functions,
            PluginSource plugins) {
        this.filters = filters.build();
        this.tests = tests.build();
        this.lookups = lookups.withOtherOptions().build(); // as in Ansible, an unknown option has no effect
        this.functions = functions.build();
        Map<String, Callable> bound = new HashMap<>();
        this.functions.forEach((name, builtin) -> bound.put(name, new Callable.Bound(builtin, null)));
        this.globals = Map.copyOf(bound);
        this.plugins = plugins;
    }

    @Override
    public Builtin filter(String name) {
        return find(filters, PluginSource.Kind.FILTER, name);
    }

    @Override
    public Builtin test(String name) {
        return find(tests, PluginSource.Kind.TEST, name);
    }

    @Override
    public Builtin lookup(String name) {
        return find(lookups, PluginSource.Kind.LOOKUP, name);
    }

    boolean hasFilter(String name) {
        return own(filters, name) != null || plugins.find(PluginSource.Kind.FILTER, name) != null;
    }

    boolean hasTest(String name) {
        return tests.containsKey(plain(name)) || plugins.find(PluginSource.Kind.TEST, name) != null;
    }

    public boolean hasLookup(String name) {
        return lookups.containsKey(plain(name)) || plugins.find(PluginSource.Kind.LOOKUP, name) != null;
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

    // The qualified name comes first: two collections may have different builtins with the same name.
    private static @Nullable Builtin own(Map<String, Builtin> table, String name) {
        return table.containsKey(name) ? table.get(name) : table.get(plain(name));
    }

    private Builtin find(Map<String, Builtin> table, PluginSource.Kind kind, String name) {
        Builtin own = own(table, name);
        Builtin found = own != null ? own : plugins.find(kind, name);
        if (found == null) {
            String what = kind.name().toLowerCase(Locale.ROOT);
            throw new NotHere(
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
