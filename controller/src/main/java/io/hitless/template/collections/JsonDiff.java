package io.hitless.template.collections;

import io.hitless.template.eval.Builtin;
import io.hitless.template.filters.DataText;
import io.hitless.template.filters.JsonText;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The filter {@code json_diff}: the operations of a JSON Patch (RFC 6902) that make one document of another. What is
 * removed in one place and added in another is moved, as Python's jsonpatch does it.
 */
final class JsonDiff {
    private enum Kind {
        ADD,
        REMOVE,
        MOVE,
        REPLACE
    }

    /** An operation, whose index in a list may still change. */
    private static final class Operation {
        final Kind kind;
        final String path;
        Object key;
        final @Nullable Object value;
        final String fromPath;
        Object fromKey;

        Operation(Kind kind, String path, Object key, @Nullable Object value, String fromPath, Object fromKey) {
            this.kind = kind;
            this.path = path;
            this.key = key;
            this.value = value;
            this.fromPath = fromPath;
            this.fromKey = fromKey;
        }

        static Operation of(Kind kind, String path, Object key, @Nullable Object value) {
            return new Operation(kind, path, key, value, "", "");
        }

        String location() {
            return joined(path, key);
        }

        /** Returns the index that an earlier removal at {@code index} has without that removal. */
        long withoutRemoval(String at, long index) {
            return switch (kind) {
                case ADD -> shifted(at, index, 1, 1);
                case REMOVE -> atLeast(at, index);
                case MOVE -> shifted(at, leaving(at, index, 1), 1, 1);
                case REPLACE -> index;
            };
        }

        /** Returns the index that an earlier addition at {@code index} has without that addition. */
        long withoutAddition(String at, long index) {
            return switch (kind) {
                case ADD -> shifted(at, index, -1, 1);
                case REMOVE -> shifted(at, index, -1, -1);
                case MOVE -> shifted(at, leaving(at, index, -1), -1, 1);
                case REPLACE -> index;
            };
        }

        private long shifted(String at, long index, int own, int other) {
            if (!path.equals(at) || !(key instanceof Long mine)) {
                return index;
            }
            if (mine > index) {
                key = mine + own;
                return index;
            }
            return index + other;
        }

        private long atLeast(String at, long index) {
            if (!path.equals(at) || !(key instanceof Long mine)) {
                return index;
            }
            if (mine >= index) {
                key = mine + 1;
                return index;
            }
            return index - 1;
        }

        private long leaving(String at, long index, int own) {
            if (!fromPath.equals(at) || !(fromKey instanceof Long mine)) {
                return index;
            }
            if (own > 0 ? mine >= index : mine > index) {
                fromKey = mine + own;
                return index;
            }
            return index - 1;
        }
    }

    /** An operation that may become part of a move, with the value that it adds or removes. */
    private record Pending(Operation operation, @Nullable Object value) {}

    private final List<Operation> operations = new ArrayList<>();
    /** The operations that may become part of a move, latest last. */
    private final List<Pending> pending = new ArrayList<>();

    private JsonDiff() {}

    static Builtin.Table table() {
        return new Builtin.Table()
                .add("json_diff", (value, a) -> between(document(value), document(a.value("target"))), "target");
    }

    private static @Nullable Object document(@Nullable Object value) {
        return value instanceof String json ? DataText.fromJson(json) : value;
    }

    private static List<Map<String, @Nullable Object>> between(@Nullable Object source, @Nullable Object target) {
        if (!(source instanceof Map<?, ?> && target instanceof Map<?, ?>)
                && !(source instanceof List<?> && target instanceof List<?>)) {
            return same(source, target) ? List.of() : List.of(operation("replace", "", target));
        }
        JsonDiff diff = new JsonDiff();
        diff.values("", source, target);
        return diff.written();
    }

    private static boolean same(@Nullable Object a, @Nullable Object b) {
        return JsonText.oneLine(a).equals(JsonText.oneLine(b));
    }

    private static String joined(String path, Object key) {
        return path + "/" + Values.text(key).replace("~", "~0").replace("/", "~1");
    }

    private void values(String path, @Nullable Object source, @Nullable Object target) {
        if (source instanceof Map<?, ?> before && target instanceof Map<?, ?> after) {
            before.forEach((key, value) -> {
                if (!after.containsKey(key)) {
                    removed(path, Values.text(key), value);
                }
            });
            after.forEach((key, value) -> {
                if (!before.containsKey(key)) {
                    added(path, Values.text(key), value);
                }
            });
            before.forEach((key, value) -> {
                if (after.containsKey(key)) {
                    member(path, Values.text(key), value, after.get(key));
                }
            });
        } else if (source instanceof List<?> before && target instanceof List<?> after) {
            items(path, before, after);
        }
    }

    private void member(String path, Object key, @Nullable Object source, @Nullable Object target) {
        boolean nested = (source instanceof Map<?, ?> && target instanceof Map<?, ?>)
                || (source instanceof List<?> && target instanceof List<?>);
        if (nested) {
            values(joined(path, key), source, target);
        } else if (!same(source, target)) {
            operations.add(Operation.of(Kind.REPLACE, path, key, target));
        }
    }

    private void items(String path, List<?> before, List<?> after) {
        for (int i = 0; i < Math.max(before.size(), after.size()); i++) {
            if (i >= after.size()) {
                removed(path, (long) after.size(), before.get(i));
            } else if (i >= before.size()) {
                added(path, (long) i, after.get(i));
            } else if (!Values.equal(before.get(i), after.get(i))) {
                Object old = before.get(i);
                Object now = after.get(i);
                if ((old instanceof Map<?, ?> && now instanceof Map<?, ?>)
                        || (old instanceof List<?> && now instanceof List<?>)) {
                    values(joined(path, (long) i), old, now);
                } else {
                    removed(path, (long) i, old);
                    added(path, (long) i, now);
                }
            }
        }
    }

    /** Takes back the latest operation of this kind with an equal value of the same type. */
    private @Nullable Operation takenBack(Kind kind, @Nullable Object value) {
        for (int i = pending.size() - 1; i >= 0; i--) {
            Pending before = pending.get(i);
            if (before.operation().kind == kind
                    && Values.typeName(before.value()).equals(Values.typeName(value))
                    && Values.equal(before.value(), value)) {
                pending.remove(i);
                return before.operation();
            }
        }
        return null;
    }

    private void keep(Operation operation, @Nullable Object value) {
        operations.add(operation);
        pending.add(new Pending(operation, value));
    }

    private List<Operation> after(Operation operation) {
        return operations.subList(operations.indexOf(operation) + 1, operations.size());
    }

    private void added(String path, Object key, @Nullable Object value) {
        Operation removal = takenBack(Kind.REMOVE, value);
        if (removal == null) {
            keep(Operation.of(Kind.ADD, path, key, value), value);
            return;
        }
        if (removal.key instanceof Long index && key instanceof Long) {
            for (Operation later : after(removal)) {
                index = later.withoutRemoval(removal.path, index);
            }
            removal.key = index;
        }
        operations.remove(removal);
        if (!removal.location().equals(joined(path, key))) {
            operations.add(new Operation(Kind.MOVE, path, key, null, removal.path, removal.key));
        }
    }

    private void removed(String path, Object key, @Nullable Object value) {
        Operation addition = takenBack(Kind.ADD, value);
        Operation removal = Operation.of(Kind.REMOVE, path, key, null);
        if (addition == null) {
            keep(removal, value);
            return;
        }
        operations.add(removal);
        if (addition.key instanceof Long index) {
            for (Operation later : after(addition)) {
                index = later.withoutAddition(addition.path, index);
            }
            addition.key = index;
        }
        operations.remove(addition);
        operations.remove(removal);
        if (!addition.location().equals(removal.location())) {
            operations.add(new Operation(Kind.MOVE, addition.path, addition.key, null, path, removal.key));
        }
    }

    private List<Map<String, @Nullable Object>> written() {
        List<Map<String, @Nullable Object>> patch = new ArrayList<>();
        for (int i = 0; i < operations.size(); i++) {
            Operation each = operations.get(i);
            Operation next = i + 1 < operations.size() ? operations.get(i + 1) : null;
            if (each.kind == Kind.REMOVE
                    && next != null
                    && next.kind == Kind.ADD
                    && next.location().equals(each.location())) {
                patch.add(operation("replace", each.location(), next.value));
                i++;
            } else {
                patch.add(
                        switch (each.kind) {
                            case ADD -> operation("add", each.location(), each.value);
                            case REPLACE -> operation("replace", each.location(), each.value);
                            case REMOVE -> operation("remove", each.location());
                            case MOVE -> moved(each);
                        });
            }
        }
        return patch;
    }

    private static Map<String, @Nullable Object> operation(String name, String path) {
        Map<String, @Nullable Object> operation = new LinkedHashMap<>();
        operation.put("op", name);
        operation.put("path", path);
        return operation;
    }

    private static Map<String, @Nullable Object> operation(String name, String path, @Nullable Object value) {
        Map<String, @Nullable Object> operation = operation(name, path);
        operation.put("value", value);
        return operation;
    }

    private static Map<String, @Nullable Object> moved(Operation move) {
        Map<String, @Nullable Object> operation = operation("move", move.location());
        operation.put("from", joined(move.fromPath, move.fromKey));
        return operation;
    }
}
