package io.hitless.template.collections;

import com.github.difflib.DiffUtils;
import com.github.difflib.UnifiedDiffUtils;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.ItemAccess;
import io.hitless.template.filters.JsonText;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.MatchPlace;
import io.hitless.template.format.PythonRegex;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Filters of {@code ansible.utils} that compare or join whole facts: {@code fact_diff} and {@code consolidate}. */
public final class FactFilters {
    private static final String NO_LINE_END = "\\ No newline at end of file";

    private FactFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("fact_diff", FactFilters::difference, "after", "plugin", "common")
                .add(
                        "consolidate",
                        FactFilters::consolidated,
                        "fail_missing_match_key",
                        "fail_missing_match_value",
                        "fail_duplicate");
    }

    /** The lines of a difference, as the text of a list: Ansible gives a text, too. */
    private static String difference(@Nullable Object before, BoundArguments a) {
        Object plugin = a.value("plugin", null);
        Map<?, ?> options = plugin == null ? Map.of() : Coercions.map(plugin, "plugin");
        Object name = options.containsKey("name") ? options.get("name") : "ansible.utils.native";
        if (!"ansible.utils.native".equals(name)) {
            throw new UserError("'fact_diff' has no plugin " + Values.repr(name));
        }
        Object vars = options.get("vars");
        Object skip = vars == null ? null : skipped(Coercions.map(vars, "vars"));
        FactLines first = FactLines.of(before, skip);
        FactLines second = FactLines.of(a.value("after"), skip);
        List<String> lines = first.against(second);
        if (a.flag("common", false)) {
            lines.removeIf(line -> line.startsWith("+") || line.startsWith("-"));
        }
        return Values.repr(lines);
    }

    private static @Nullable Object skipped(Map<?, ?> vars) {
        vars.keySet().forEach(option -> {
            if (!"skip_lines".equals(option)) {
                throw new UserError("the plugin of 'fact_diff' has no option " + Values.repr(option));
            }
        });
        return vars.get("skip_lines");
    }

    private record FactLines(List<String> lines, boolean ended) {
        static FactLines of(@Nullable Object value, @Nullable Object skip) {
            if (skip != null) {
                return new FactLines(left(value, skip instanceof List<?> several ? several : List.of(skip)), true);
            }
            return switch (value) {
                case Map<?, ?> map ->
                    new FactLines(List.of(JsonText.ascii(map, 4).split("\n", -1)), true);
                case List<?> list ->
                    new FactLines(list.stream().map(Values::text).toList(), true);
                case String text -> new FactLines(text.lines().toList(), text.isEmpty() || text.endsWith("\n"));
                case null, default -> throw incomparable(value);
            };
        }

        private static List<String> left(@Nullable Object value, List<?> patterns) {
            List<String> lines = new ArrayList<>(
                    switch (value) {
                        case String text -> text.lines().toList();
                        case List<?> list -> list.stream().map(Values::text).toList();
                        case Map<?, ?> map ->
                            map.keySet().stream().map(Values::text).toList();
                        case null, default -> throw incomparable(value);
                    });
            for (Object pattern : patterns) {
                PythonRegex regex = PythonRegex.compile(Values.text(pattern), false, false);
                lines.removeIf(line -> regex.first(line, MatchPlace.AT_START) != null);
            }
            return lines;
        }

        private static UserError incomparable(@Nullable Object value) {
            return new UserError("'fact_diff' compares mappings, lists and texts, not " + Coercions.article(value));
        }

        private List<String> marked() {
            if (ended) {
                return lines;
            }
            List<String> marked = new ArrayList<>(lines);
            marked.add(marked.removeLast() + "\n" + NO_LINE_END);
            return marked;
        }

        List<String> against(FactLines other) {
            List<String> before = marked();
            List<String> after = other.marked();
            List<String> unified = UnifiedDiffUtils.generateUnifiedDiff(
                    "before", "after", before, DiffUtils.diff(before, after), Math.max(before.size(), after.size()));
            List<String> out = new ArrayList<>();
            unified.forEach(line -> out.addAll(
                    List.of((line.startsWith("@@ ") ? line.replaceAll(",1(?= )", "") : line).split("\n", -1))));
            if (!out.isEmpty()) {
                out.add("");
            }
            return out;
        }
    }

    private record Source(String name, String key, List<Map<?, ?>> items) {
        static Source of(@Nullable Object given) {
            Map<?, ?> map = Coercions.map(given, "consolidate");
            List<Map<?, ?>> items = new ArrayList<>();
            map.keySet().forEach(option -> {
                if (!List.of("data", "match_key", "name").contains(option)) {
                    throw new UserError("a source has data, match_key and name, not " + Values.repr(option));
                }
            });
            for (String option : List.of("data", "match_key", "name")) {
                if (map.get(option) == null) {
                    throw new UserError("a source of 'consolidate' lacks its '" + option + "'");
                }
            }
            Coercions.realList(map.get("data"), "consolidate")
                    .forEach(item -> items.add(Coercions.map(item, "consolidate")));
            return new Source(Values.text(map.get("name")), Values.text(map.get("match_key")), items);
        }

        /** The items by what their key has; the last one of several with the same. */
        Map<Object, Map<?, ?>> byKey() {
            Map<Object, Map<?, ?>> found = new LinkedHashMap<>();
            for (Map<?, ?> item : items) {
                if (item.containsKey(key)) {
                    found.put(ItemAccess.dictKey(item.get(key)), item);
                }
            }
            return found;
        }
    }

    private static Map<Object, Map<String, Map<?, ?>>> consolidated(@Nullable Object value, BoundArguments a) {
        List<Source> sources = new ArrayList<>();
        Coercions.realList(value, "consolidate").forEach(source -> sources.add(Source.of(source)));
        Set<Object> keys = new LinkedHashSet<>();
        sources.forEach(source -> keys.addAll(source.byKey().keySet()));
        List<String> faults = faults(sources, keys, a);
        if (!faults.isEmpty()) {
            throw new UserError(String.join("; ", faults));
        }
        Map<Object, Map<String, Map<?, ?>>> joined = new LinkedHashMap<>();
        keys.forEach(key -> joined.put(key, new LinkedHashMap<>()));
        for (Source source : sources) {
            Map<Object, Map<?, ?>> known = source.byKey();
            joined.forEach((key, row) -> row.put(source.name(), known.getOrDefault(key, Map.of())));
        }
        return joined;
    }

    private static List<String> faults(List<Source> sources, Set<Object> keys, BoundArguments a) {
        List<String> faults = new ArrayList<>();
        for (Source source : sources) {
            Map<Object, Map<?, ?>> known = source.byKey();
            List<Map<?, ?>> with = source.items().stream()
                    .filter(item -> item.containsKey(source.key()))
                    .toList();
            if (with.size() < source.items().size() && a.flag("fail_missing_match_key", true)) {
                faults.add("'" + source.name() + "' has " + (source.items().size() - with.size()) + " items without '"
                        + source.key() + "'");
            }
            if (known.size() < with.size() && a.flag("fail_duplicate", true)) {
                faults.add("'" + source.name() + "' has several items with the same '" + source.key() + "'");
            }
            for (Object key : keys) {
                if (!known.containsKey(key) && a.flag("fail_missing_match_value", true)) {
                    faults.add(
                            "'" + source.name() + "' has no item with the '" + source.key() + "' " + Values.repr(key));
                }
            }
        }
        return faults;
    }
}
