package io.hitless.template.lookups;

import io.hitless.source.Reason;
import io.hitless.source.TextFile;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.eval.FileSearch;
import io.hitless.template.filters.CombinationFilters;
import io.hitless.template.filters.ListFilters;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Lookups of {@code community.general} and {@code ansible.utils}. */
public final class CollectionLookups {
    private CollectionLookups() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("dependent", (terms, a) -> DependentItems.of(terms, a))
                .add("cartesian", (terms, _) -> combined(Coercions.list(terms)))
                .add("binary_file", CollectionLookups::encoded, "not_exist")
                .add(
                        "get_path",
                        (terms, a) -> filtered("get_path", "var", List.of("path"), terms, a),
                        "var",
                        "path",
                        "wantlist")
                .add(
                        "to_paths",
                        (terms, a) -> filtered("to_paths", "var", List.of("prepend"), terms, a),
                        "var",
                        "prepend",
                        "wantlist")
                .add(
                        "index_of",
                        (terms, a) -> filtered(
                                "index_of", "data", List.of("test", "value", "key", "fail_on_missing"), terms, a),
                        "data",
                        "test",
                        "value",
                        "key",
                        "fail_on_missing",
                        "wantlist");
    }

    private static List<?> combined(List<?> terms) {
        List<List<?>> lists = new ArrayList<>();
        terms.forEach(term -> lists.add(term instanceof List<?> list ? list : List.of(Values.text(term))));
        if (lists.isEmpty()) {
            throw new UserError("'cartesian' wants at least one list");
        }
        List<List<?>> rows = new ArrayList<>();
        for (List<?> row : CombinationFilters.product(lists)) {
            List<@Nullable Object> flat = new ArrayList<>();
            ListFilters.flatten(row, 1, false, flat);
            rows.add(flat);
        }
        return rows;
    }

    private static List<String> encoded(@Nullable Object terms, BoundArguments a) {
        String otherwise = a.text("not_exist", "error");
        if (!List.of("error", "empty", "empty_str").contains(otherwise)) {
            throw new UserError("not_exist is to be error, empty or empty_str, not '" + otherwise + "'");
        }
        return Coercions.list(terms).stream()
                .map(term -> encoded(Values.text(term), otherwise, a))
                .toList();
    }

    private static String encoded(String name, String otherwise, BoundArguments a) {
        Path path = FileSearch.find(name, "files", a.evaluation().scope());
        if (path == null) {
            return switch (otherwise) {
                case "empty" -> "";
                case "empty_str" -> "empty";
                default -> throw new UserError("no file '" + name + "' is found");
            };
        }
        try {
            return Base64.getEncoder().encodeToString(TextFile.bytes(path));
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    /** The value of the filter of the same name. Its arguments are terms, or options of the lookup. */
    private static List<?> filtered(
            String name, String subject, List<String> options, @Nullable Object given, BoundArguments a) {
        List<?> terms = Coercions.list(given);
        List<String> all = new ArrayList<>(List.of(subject));
        all.addAll(options);
        Map<String, @Nullable Object> named = new LinkedHashMap<>();
        for (int i = 0; i < all.size(); i++) {
            if (i < terms.size()) {
                named.put(all.get(i), terms.get(i));
            }
            if (a.has(all.get(i))) {
                named.put(all.get(i), a.value(all.get(i)));
            }
        }
        if (terms.size() > all.size()) {
            throw new UserError("'" + name + "' takes " + all.size() + " terms at most");
        }
        if (!named.containsKey(subject)) {
            throw new UserError("'" + name + "' wants '" + subject + "'");
        }
        Object value = named.remove(subject);
        Object found = a.evaluation().filter(name).to(value, List.of(), named);
        return found instanceof List<?> list && name.equals("index_of") ? list : Collections.singletonList(found);
    }
}
