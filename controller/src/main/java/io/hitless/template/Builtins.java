package io.hitless.template;

import io.hitless.config.Configuration;
import io.hitless.template.address.AddressFilters;
import io.hitless.template.address.AddressTests;
import io.hitless.template.collections.CommunityFilters;
import io.hitless.template.collections.FactFilters;
import io.hitless.template.collections.KeyFilters;
import io.hitless.template.collections.ListSetFilters;
import io.hitless.template.collections.PathsFilters;
import io.hitless.template.collections.TimeUnitFilters;
import io.hitless.template.collections.TypeNames;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.BuiltinTables;
import io.hitless.template.eval.Globals;
import io.hitless.template.eval.PluginSource;
import io.hitless.template.filters.CombinationFilters;
import io.hitless.template.filters.DataFilters;
import io.hitless.template.filters.DictFilters;
import io.hitless.template.filters.FileTests;
import io.hitless.template.filters.HashFilters;
import io.hitless.template.filters.ListFilters;
import io.hitless.template.filters.MarkupFilters;
import io.hitless.template.filters.NumberFilters;
import io.hitless.template.filters.PathFilters;
import io.hitless.template.filters.RegexFilters;
import io.hitless.template.filters.ResultTests;
import io.hitless.template.filters.SelectFilters;
import io.hitless.template.filters.SetFilters;
import io.hitless.template.filters.SortFilters;
import io.hitless.template.filters.TextFilters;
import io.hitless.template.filters.TextTests;
import io.hitless.template.filters.TimeFilters;
import io.hitless.template.filters.ValueTests;
import io.hitless.template.filters.VaultFilters;
import io.hitless.template.lookups.CollectionLookups;
import io.hitless.template.lookups.FileLookups;
import io.hitless.template.lookups.KeyedLookups;
import io.hitless.template.lookups.ServiceLookups;
import io.hitless.template.lookups.ValueLookups;

/** Assembles everything that templates can call: all filters, tests, lookups and functions. */
final class Builtins {
    private Builtins() {}

    /**
     * Returns all builtins.
     *
     * @param plugins searched for names that hitless does not have
     * @param settings read by the lookup {@code config}
     */
    static BuiltinTables tables(PluginSource plugins, Configuration settings) {
        return new BuiltinTables(filters(), tests(), lookups(settings), Globals.table(), plugins);
    }

    private static Builtin.Table filters() {
        return new Builtin.Table()
                .addAll(TextFilters.table())
                .addAll(MarkupFilters.table())
                .addAll(NumberFilters.table())
                .addAll(ListFilters.table())
                .addAll(SortFilters.table())
                .addAll(CombinationFilters.table())
                .addAll(SetFilters.table())
                .addAll(SelectFilters.table())
                .addAll(DictFilters.table())
                .addAll(PathFilters.table())
                .addAll(DataFilters.table())
                .addAll(HashFilters.table())
                .addAll(VaultFilters.table())
                .addAll(RegexFilters.table())
                .addAll(TimeFilters.table())
                .addAll(AddressFilters.table())
                .addAll(CommunityFilters.table())
                .addAll(KeyFilters.table())
                .addAll(FactFilters.table())
                .addAll(ListSetFilters.table())
                .addAll(PathsFilters.table())
                .addAll(TimeUnitFilters.table());
    }

    private static Builtin.Table tests() {
        return new Builtin.Table()
                .addAll(ValueTests.table())
                .addAll(TextTests.table())
                .addAll(FileTests.table())
                .addAll(ResultTests.table())
                .addAll(TypeNames.tests())
                .addAll(AddressTests.table());
    }

    private static Builtin.Table lookups(Configuration settings) {
        return new Builtin.Table()
                .addAll(FileLookups.table(settings))
                .addAll(KeyedLookups.table(settings))
                .addAll(ValueLookups.table())
                .addAll(CollectionLookups.table())
                .addAll(ServiceLookups.table());
    }
}
