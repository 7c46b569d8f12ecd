package io.hitless.template;

import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.eval.Builtin;
import io.hitless.template.filters.DataFilters;
import io.hitless.template.filters.DictFilters;
import io.hitless.template.filters.FileTests;
import io.hitless.template.filters.HashFilters;
import io.hitless.template.filters.ListFilters;
import io.hitless.template.filters.NumberFilters;
import io.hitless.template.filters.PathFilters;
import io.hitless.template.filters.RegexFilters;
import io.hitless.template.filters.ResultTests;
import io.hitless.template.filters.SelectFilters;
import io.hitless.template.filters.SetFilters;
import io.hitless.template.filters.TextFilters;
import io.hitless.template.filters.TextTests;
import io.hitless.template.filters.TimeFilters;
import io.hitless.template.filters.ValueTests;
import io.hitless.template.lookups.FileLookups;
import io.hitless.template.lookups.KeyedLookups;
import io.hitless.template.lookups.ValueLookups;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** All filters, tests and lookups, by name; a name may be qualified by its collection. */
public final class Builtins {
    private static final List<String> COLLECTIONS =
            List.of("ansible.builtin.", "ansible.legacy.", "ansible.utils.", "community.general.");

    private static final Map<String, Builtin> FILTERS = new Builtin.Table()
            .addAll(TextFilters.table())
            .addAll(NumberFilters.table())
            .addAll(ListFilters.table())
            .addAll(SetFilters.table())
            .addAll(SelectFilters.table())
            .addAll(DictFilters.table())
            .addAll(PathFilters.table())
            .addAll(DataFilters.table())
            .addAll(HashFilters.table())
            .addAll(RegexFilters.table())
            .addAll(TimeFilters.table())
            .build();

    private static final Map<String, Builtin> TESTS = new Builtin.Table()
            .addAll(ValueTests.table())
            .addAll(TextTests.table())
            .addAll(FileTests.table())
            .addAll(ResultTests.table())
            .build();

    private static final Map<String, Builtin> LOOKUPS = new Builtin.Table()
            .addAll(FileLookups.table())
            .addAll(KeyedLookups.table())
            .addAll(ValueLookups.table())
            .build();

    private Builtins() {}

    /** @throws UserError if there is none */
    public static Builtin filter(String name) {
        return find(FILTERS, "filter", name);
    }

    /** @throws UserError if there is none */
    public static Builtin test(String name) {
        return find(TESTS, "test", name);
    }

    /** @throws UserError if there is none */
    public static Builtin lookup(String name) {
        return find(LOOKUPS, "lookup", name);
    }

    static Map<String, Builtin> filters() {
        return FILTERS;
    }

    static Map<String, Builtin> tests() {
        return TESTS;
    }

    static Map<String, Builtin> lookups() {
        return LOOKUPS;
    }

    public static boolean hasFilter(String name) {
        return get(FILTERS, name) != null;
    }

    public static boolean hasTest(String name) {
        return get(TESTS, name) != null;
    }

    private static Builtin find(Map<String, Builtin> table, String what, String name) {
        Builtin found = get(table, name);
        if (found == null) {
            throw new UserError(
                    null, "unknown " + what + " '" + name + "'", Suggestion.didYouMean(plain(name), table.keySet()));
        }
        return found;
    }

    private static @Nullable Builtin get(Map<String, Builtin> table, String name) {
        return table.get(plain(name));
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
