package io.hitless.template;

import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.BuiltinTables;
import io.hitless.template.eval.Globals;
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

/** Puts together what templates know: all filters, tests, lookups and functions. */
final class Builtins {
    static final BuiltinTables TABLES = new BuiltinTables(filters(), tests(), lookups(), Globals.table());

    private Builtins() {}

    private static Builtin.Table filters() {
        return new Builtin.Table()
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
                .addAll(TimeFilters.table());
    }

    private static Builtin.Table tests() {
        return new Builtin.Table()
                .addAll(ValueTests.table())
                .addAll(TextTests.table())
                .addAll(FileTests.table())
                .addAll(ResultTests.table());
    }

    private static Builtin.Table lookups() {
        return new Builtin.Table()
                .addAll(FileLookups.table())
                .addAll(KeyedLookups.table())
                .addAll(ValueLookups.table());
    }
}
