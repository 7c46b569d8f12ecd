package io.hitless.template.collections;

import io.hitless.source.UserError;
import io.hitless.template.eval.Arithmetic;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.ItemAccess;
import io.hitless.template.filters.Versions;
import io.hitless.template.format.Coercions;
import io.hitless.template.format.CsvText;
import io.hitless.template.format.PythonRandom;
import io.hitless.value.Values;
import java.nio.charset.StandardCharsets;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/** Filters of {@code community.general}. */
public final class CommunityFilters {
    private CommunityFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .addAll(IniFilters.table())
                .addAll(XmlFilters.table())
                .addAll(JsonPatch.table())
                .addAll(JsonDiff.table())
                .addAll(PrettyTable.table())
                .addAll(TypeNames.filters())
                .add("json_query", (v, a) -> JsonQuery.search(v, a.text("expr")), "expr")
                .add("dict_kv", (v, a) -> pair(a.value("key"), v), "key")
                .add("dict", (v, _) -> dict(v))
                .add("groupby_as_dict", (v, a) -> grouped(v, a.text("attribute")), "attribute")
                .add("random_mac", (v, a) -> randomMac(Values.text(v), a), "seed")
                .add(
                        "from_csv",
                        CommunityFilters::fromCsv,
                        "dialect",
                        "fieldnames",
                        "delimiter",
                        "skipinitialspace",
                        "strict")
                .add("counter", (v, _) -> counted(v))
                .add("crc32", (v, _) -> crc32(Values.text(v)))
                .add("version_sort", (v, a) -> sorted(v, a.flag("reverse", false)), "reverse")
                .add("accumulate", (v, _) -> accumulated(Coercions.list(v)))
                .add("unicode_normalize", (v, a) -> normalized(Values.text(v), a.text("form", "NFC")), "form")
                .add("jc", (_, _) -> refused("jc", "run 'jc' on the host, and use from_json"), "*", "**")
                .add("hashids_encode", (_, _) -> refused("hashids_encode", "use the filter to_uuid"), "*", "**")
                .add("hashids_decode", (_, _) -> refused("hashids_decode", "use the filter to_uuid"), "*", "**");
    }

    private static Object refused(String filter, String hint) {
        throw new UserError(null, "the filter '" + filter + "' needs a Python library, and is not here", hint);
    }

    private static Map<Object, @Nullable Object> pair(@Nullable Object key, @Nullable Object value) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        map.put(ItemAccess.dictKey(key), value);
        return map;
    }

    private static Map<Object, @Nullable Object> dict(@Nullable Object value) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (Object item : Coercions.list(value)) {
            List<?> pair = Coercions.list(item);
            if (pair.size() != 2) {
                throw new UserError("a dictionary is made of pairs, not of " + Values.repr(item));
            }
            map.put(ItemAccess.dictKey(pair.get(0)), pair.get(1));
        }
        return map;
    }

    private static Map<Object, @Nullable Object> grouped(@Nullable Object value, String attribute) {
        Map<Object, @Nullable Object> groups = new LinkedHashMap<>();
        for (Object item : Coercions.realList(value, "groupby_as_dict")) {
            Map<?, ?> map = Coercions.map(item, "groupby_as_dict");
            if (!map.containsKey(attribute)) {
                throw new UserError("an item has no '" + attribute + "': " + Values.repr(item));
            }
            Object key = ItemAccess.dictKey(map.get(attribute));
            if (groups.put(key, item) != null) {
                throw new UserError("two items have the '" + attribute + "' " + Values.repr(key));
            }
        }
        return groups;
    }

    private static String randomMac(String prefix, BoundArguments a) {
        String[] given = prefix.toLowerCase(Locale.ROOT).split(":", -1);
        boolean fits = given.length < 6;
        for (String part : given) {
            fits &= part.matches("[0-9a-f]{2}");
        }
        if (!fits) {
            throw new UserError(
                    null,
                    Values.repr(prefix) + " is not the start of a MAC address",
                    "write up to five pairs, as 52:54:00");
        }
        Object seed = a.value("seed", null);
        PythonRandom random = PythonRandom.of(seed == null ? null : Values.text(seed));
        // Ten hexadecimal digits, drawn as Ansible does, so that the same seed returns the same address.
        String digits = Long.toHexString(random.range(0x10_0000_0000L, 0x100_0000_0000L, 1));
        StringBuilder mac = new StringBuilder(String.join(":", given));
        for (int i = 0; i < 6 - given.length; i++) {
            mac.append(':').append(digits, 2 * i, 2 * i + 2);
        }
        return mac.toString();
    }

    private static List<?> fromCsv(@Nullable Object value, BoundArguments a) {
        String dialect = a.text("dialect", "excel");
        String usual = switch (dialect) {
            case "excel", "unix" -> ",";
            case "excel-tab" -> "\t";
            default -> throw new UserError("there is no dialect '" + dialect + "' of CSV");
        };
        String delimiter = a.value("delimiter", null) == null ? usual : a.text("delimiter");
        List<List<String>> rows = new CsvText(delimiter, a.flag("skipinitialspace", false)).rows(Values.text(value));
        List<String> names = a.value("fieldnames", null) == null
                ? rows.isEmpty() ? List.of() : rows.removeFirst()
                : a.list("fieldnames").stream().map(Values::text).toList();
        return rows.stream().map(row -> named(names, row)).toList();
    }

    private static Map<Object, @Nullable Object> named(List<String> names, List<String> row) {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < names.size(); i++) {
            map.put(names.get(i), i < row.size() ? row.get(i) : null);
        }
        if (row.size() > names.size()) {
            map.put(ItemAccess.dictKey(null), row.subList(names.size(), row.size()));
        }
        return map;
    }

    private static Map<Object, Long> counted(@Nullable Object value) {
        if (!(value instanceof String || value instanceof List<?>)) {
            throw new UserError("'counter' wants a list or a text, not " + Coercions.article(value));
        }
        Map<Object, Long> counts = new LinkedHashMap<>();
        for (Object item : Coercions.list(value)) {
            counts.merge(ItemAccess.dictKey(item), 1L, Long::sum);
        }
        return counts;
    }

    private static String crc32(String text) {
        CRC32 sum = new CRC32();
        sum.update(text.getBytes(StandardCharsets.UTF_8));
        return Long.toHexString(sum.getValue());
    }

    private static List<?> sorted(@Nullable Object value, boolean reverse) {
        List<@Nullable Object> sorted = new ArrayList<>(Coercions.list(value));
        sorted.sort(
                (x, y) -> (reverse ? -1 : 1) * Versions.compare(Versions.Kind.LOOSE, Values.text(x), Values.text(y)));
        return sorted;
    }

    private static List<?> accumulated(List<?> items) {
        List<@Nullable Object> sums = new ArrayList<>();
        for (Object item : items) {
            sums.add(sums.isEmpty() ? item : Arithmetic.add(sums.getLast(), item));
        }
        return sums;
    }

    private static String normalized(String text, String form) {
        if (!List.of("NFC", "NFD", "NFKC", "NFKD").contains(form)) {
            throw new UserError("form is to be NFC, NFD, NFKC or NFKD, not '" + form + "'");
        }
        return Normalizer.normalize(text, Normalizer.Form.valueOf(form));
    }
}
