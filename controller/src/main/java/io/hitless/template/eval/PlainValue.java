package io.hitless.template.eval;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.value.Bytes;
import io.hitless.value.ComputeLimits;
import io.hitless.value.LazyItems;
import io.hitless.value.NumberRange;
import io.hitless.value.Omitted;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.UndefinedError;
import io.hitless.value.Values;
import java.time.temporal.TemporalAccessor;
import java.time.temporal.TemporalAmount;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Converts the result of a template to a plain value, without functions and lengths of time. As in Ansible, a tuple
 * becomes a list.
 */
final class PlainValue {
    private final Span place;
    private long count;

    private PlainValue(Span place) {
        this.place = place;
    }

    /** @param isVariable whether the value is that of a variable, unchanged; it may contain undefined values */
    static @Nullable Object of(@Nullable Object value, boolean isVariable, Span place) {
        return switch (value) {
            case null -> null;
            case String s -> s;
            case Boolean b -> b;
            case Number n -> n;
            case Undefined missing when missing.failure() != null -> throw missing.error();
            case Undefined missing -> missing.at(place);
            case NumberRange range -> throw range(range, place);
            case LazyItems items when isVariable -> new PlainValue(place).complete(items);
            case List<?> list -> isVariable ? list : new PlainValue(place).items(list, 1);
            case Map<?, ?> map -> isVariable ? map : new PlainValue(place).entries(map, 1);
            case TemporalAccessor time -> time;
            case Omitted omit -> omit;
            case Bytes bytes -> bytes;
            case TemporalAmount length ->
                throw new UserError(
                        place,
                        "a '" + Values.typeName(length) + "' is not a value that a template can return",
                        "take its .days, .seconds or .total_seconds()");
            default -> {
                checkWritable(value, place);
                yield Values.text(value);
            }
        };
    }

    // As in Ansible, a range can only be used within an expression.
    private static UserError range(NumberRange range, Span place) {
        return new UserError(
                place,
                "a '" + Values.typeName(range) + "' is not a value that a template can return",
                "make a list of it: " + Values.text(range) + " | list");
    }

    /** @throws UserError if a template can't return the value, such as a function */
    static void checkWritable(@Nullable Object value, Span place) {
        if (value instanceof Callable) {
            throw new UserError(
                    place, "a function is not a value that a template can return", "call it: write () after it");
        }
        if (value instanceof Attributes own && !own.isText()) {
            throw new UserError(place, "a '" + Values.typeName(value) + "' is not a value that a template can return");
        }
    }

    /** Evaluates all items of a variable. The variable is undefined as a whole if an item is. */
    private @Nullable Object complete(Object value) {
        try {
            return inner(value, 0);
        } catch (UndefinedError e) {
            return new Undefined(e.what(), e.span());
        }
    }

    /** Converts a list. A list that contains itself exceeds the limit for the depth. */
    @SuppressWarnings("ReferenceEquality") // compares the objects, not their content
    private List<?> items(List<?> list, int depth) {
        check(list.size(), depth);
        List<@Nullable Object> plain = list instanceof LazyItems ? new ArrayList<>(list.size()) : null;
        for (int i = 0; i < list.size(); i++) {
            Object item = list.get(i);
            Object made = inner(item, depth);
            if (plain == null && (made != item || list instanceof Tuple)) {
                plain = new ArrayList<>(list.subList(0, i));
            }
            if (plain != null) {
                plain.add(made);
            }
        }
        return plain != null ? plain : list instanceof Tuple ? List.of() : list;
    }

    @SuppressWarnings("ReferenceEquality")
    private Map<?, ?> entries(Map<?, ?> map, int depth) {
        check(map.size(), depth);
        Map<Object, @Nullable Object> plain = map instanceof LazyItems ? new LinkedHashMap<>() : null;
        for (Map.Entry<?, ?> entry : map.entrySet()) {
            Object made = inner(entry.getValue(), depth);
            if (plain == null && made != entry.getValue()) {
                plain = new LinkedHashMap<>(map);
            }
            if (plain != null) {
                plain.put(entry.getKey(), made);
            }
        }
        return plain == null ? map : plain;
    }

    private @Nullable Object inner(@Nullable Object item, int depth) {
        return switch (item) {
            case Undefined missing -> throw missing.error().at(place);
            case NumberRange range -> throw range(range, place);
            case List<?> list -> items(list, depth + 1);
            case Map<?, ?> map -> entries(map, depth + 1);
            case null, default -> item;
        };
    }

    private void check(int size, int depth) {
        try {
            ComputeLimits.depth(depth);
            count += size;
            ComputeLimits.values(count);
            ComputeLimits.check();
        } catch (UserError e) {
            throw e.at(place);
        }
    }

    /** The value as it appears in text: tuples as lists, undefined items unchanged. */
    static @Nullable Object shown(@Nullable Object value) {
        return switch (value) {
            case List<?> list
            when hasTuple(list, 0) ->
                new ArrayList<@Nullable Object>(
                        list.stream().map(PlainValue::shown).toList());
            case Map<?, ?> map
            when hasTuple(map, 0) -> {
                Map<Object, @Nullable Object> shown = new LinkedHashMap<>();
                map.forEach((key, each) -> shown.put(key, shown(each)));
                yield shown;
            }
            case null, default -> value;
        };
    }

    private static boolean hasTuple(@Nullable Object value, int depth) {
        ComputeLimits.depth(depth);
        return switch (value) {
            case Tuple _ -> true;
            case List<?> list -> list.stream().anyMatch(item -> hasTuple(item, depth + 1));
            case Map<?, ?> map -> map.values().stream().anyMatch(item -> hasTuple(item, depth + 1));
            case null, default -> false;
        };
    }
}
