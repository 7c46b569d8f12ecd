package io.hitless.template.collections;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.filters.DataText;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The filters {@code json_patch} and {@code json_patch_recipe}: RFC 6902, with the paths of RFC 6901. */
final class JsonPatch {
    private @Nullable Object document;

    private JsonPatch(@Nullable Object document) {
        this.document = copy(document);
    }

    static Builtin.Table table() {
        return new Builtin.Table()
                .add("json_patch", JsonPatch::one, "op", "path", "value", "fail_test", "**")
                .add("json_patch_recipe", JsonPatch::several, "operations", "fail_test");
    }

    /** A test that fails is no error, but ends the patch. */
    private static final class TestFailed extends RuntimeException {
        private static final long serialVersionUID = 1;
    }

    private static @Nullable Object one(@Nullable Object value, BoundArguments a) {
        Map<String, @Nullable Object> operation = new LinkedHashMap<>();
        operation.put("op", a.value("op"));
        operation.put("path", a.value("path"));
        operation.put("value", a.value("value", null));
        a.extra().forEach((name, given) -> {
            if (!name.equals("from")) {
                throw new UserError("'json_patch' has no option '" + name + "'");
            }
            operation.put(name, given);
        });
        return patched(value, List.of(operation), a.flag("fail_test", false));
    }

    private static @Nullable Object several(@Nullable Object value, BoundArguments a) {
        return patched(
                value, Coercions.realList(a.value("operations"), "json_patch_recipe"), a.flag("fail_test", false));
    }

    private static @Nullable Object patched(@Nullable Object value, List<?> operations, boolean strict) {
        Object document = value instanceof String json ? DataText.fromJson(json) : value;
        if (!(document instanceof List<?> || document instanceof Map<?, ?>)) {
            throw new UserError("a patch is for a mapping, a list or a text of JSON, not " + Coercions.article(value));
        }
        JsonPatch patch = new JsonPatch(document);
        try {
            operations.forEach(operation -> patch.apply(Coercions.map(operation, "json_patch")));
            return patch.document;
        } catch (TestFailed _) {
            if (strict) {
                throw new UserError("a test of the patch failed");
            }
            return null;
        }
    }

    private static @Nullable Object copy(@Nullable Object value) {
        return switch (value) {
            case List<?> list -> {
                List<@Nullable Object> copy = new ArrayList<>();
                list.forEach(item -> copy.add(copy(item)));
                yield copy;
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> copy = new LinkedHashMap<>();
                map.forEach((key, item) -> copy.put(key, copy(item)));
                yield copy;
            }
            case null, default -> value;
        };
    }

    private void apply(Map<?, ?> operation) {
        List<String> path = path(operation, "path");
        switch (Values.text(operation.get("op"))) {
            case "add" -> add(path, copy(given(operation)));
            case "remove" -> remove(path);
            case "replace" -> {
                remove(path);
                add(path, copy(given(operation)));
            }
            case "move" -> add(path, remove(path(operation, "from")));
            case "copy" -> add(path, copy(at(path(operation, "from"))));
            case "test" -> {
                if (!Values.equal(at(path), given(operation))) {
                    throw new TestFailed();
                }
            }
            default ->
                throw new UserError(
                        null,
                        "a patch has no operation " + Values.repr(operation.get("op")),
                        "it has add, copy, move, remove, replace and test");
        }
    }

    private static @Nullable Object given(Map<?, ?> operation) {
        if (!operation.containsKey("value")) {
            throw new UserError("an operation of a patch lacks its 'value'");
        }
        return operation.get("value");
    }

    private static List<String> path(Map<?, ?> operation, String name) {
        if (!(operation.get(name) instanceof String path) || (!path.isEmpty() && !path.startsWith("/"))) {
            throw new UserError(
                    null, "an operation of a patch lacks its '" + name + "'", "a path is written as /key/0/other");
        }
        return Arrays.stream(path.split("/", -1))
                .skip(1)
                .map(part -> part.replace("~1", "/").replace("~0", "~"))
                .toList();
    }

    private static UserError nothing(List<String> path) {
        return new UserError("the patch finds nothing at /" + String.join("/", path));
    }

    private @Nullable Object at(List<String> path) {
        Object here = document;
        for (String part : path) {
            if (here instanceof Map<?, ?> map && map.containsKey(part)) {
                here = map.get(part);
            } else if (here instanceof List<?> list) {
                here = list.get(place(list, part, list.size(), path));
            } else {
                throw nothing(path);
            }
        }
        return here;
    }

    private static int place(List<?> list, String part, int end, List<String> path) {
        int place = part.matches("0|[1-9][0-9]{0,8}") ? Integer.parseInt(part) : part.equals("-") ? list.size() : end;
        if (place >= end) {
            throw nothing(path);
        }
        return place;
    }

    @SuppressWarnings("unchecked") // copies that were made here
    private void add(List<String> path, @Nullable Object value) {
        if (path.isEmpty()) {
            document = value;
            return;
        }
        switch (at(path.subList(0, path.size() - 1))) {
            case Map<?, ?> map -> ((Map<Object, @Nullable Object>) map).put(path.getLast(), value);
            case List<?> list ->
                ((List<@Nullable Object>) list).add(place(list, path.getLast(), list.size() + 1, path), value);
            case null, default -> throw nothing(path);
        }
    }

    private @Nullable Object remove(List<String> path) {
        Object removed = at(path);
        if (path.isEmpty()) {
            document = null;
            return removed;
        }
        switch (at(path.subList(0, path.size() - 1))) {
            case Map<?, ?> map -> map.remove(path.getLast());
            case List<?> list -> list.remove(Integer.parseInt(path.getLast()));
            case null, default -> throw nothing(path);
        }
        return removed;
    }
}
