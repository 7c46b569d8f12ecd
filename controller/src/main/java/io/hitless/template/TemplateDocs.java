package io.hitless.template;

import io.hitless.source.DocEntries;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.BuiltinTables;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The documentation of filters, tests, lookups and functions, for people. */
public final class TemplateDocs {
    /**
     * A filter, test, lookup or function.
     *
     * @param aliases its other names
     * @param parameters in order; {@code *} stands for further positional arguments and {@code **} for further named
     *     ones
     * @param summary one line; empty if there is no documentation
     * @param example an expression, followed by {@code =>} and its value if that is always the same
     */
    public record Entry(String name, List<String> aliases, List<String> parameters, String summary, String example) {}

    private TemplateDocs() {}

    /** All filters, by name. */
    public static List<Entry> filters() {
        return entries(builtins().filters(), "filters.txt");
    }

    /** All tests, by name. */
    public static List<Entry> tests() {
        return entries(builtins().tests(), "tests.txt");
    }

    /** All lookups, by name. */
    public static List<Entry> lookups() {
        return entries(builtins().lookups(), "lookups.txt");
    }

    /** All functions that every template can call, by name. */
    public static List<Entry> functions() {
        return entries(builtins().functions(), "functions.txt");
    }

    private static BuiltinTables builtins() {
        return Language.plain().engine().builtins();
    }

    private static List<Entry> entries(Map<String, Builtin> table, String file) {
        Map<String, DocEntries.Entry> texts = new TreeMap<>();
        DocEntries.beside(TemplateDocs.class, file).forEach(text -> texts.put(text.name(), text));
        return new TreeMap<>(table)
                .values().stream()
                        .filter(builtin -> texts.containsKey(builtin.name()) || !isAlias(builtin, table, texts))
                        .map(builtin -> {
                            DocEntries.Entry text = texts.getOrDefault(
                                    builtin.name(), new DocEntries.Entry("", builtin.name(), "", ""));
                            List<String> aliases = new TreeMap<>(table)
                                    .values().stream()
                                            .filter(other -> other.body().equals(builtin.body())
                                                    && !other.name().equals(builtin.name()))
                                            .map(Builtin::name)
                                            .toList();
                            return new Entry(
                                    builtin.name(), aliases, builtin.parameters(), text.summary(), text.example());
                        })
                        .toList();
    }

    // An alias has the same body as the documented name.
    private static boolean isAlias(Builtin builtin, Map<String, Builtin> table, Map<String, DocEntries.Entry> texts) {
        return table.values().stream()
                .anyMatch(other -> other.body().equals(builtin.body()) && texts.containsKey(other.name()));
    }
}
