package io.hitless.template.eval;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What leaves the engine: plain values, without functions and times. */
final class PlainValue {
    private PlainValue() {}

    /** @param isVariable whether it is a variable's value as it is, which may hold undefined ones */
    static @Nullable Object of(@Nullable Object value, boolean isVariable, Span place) {
        return switch (value) {
            case null -> null;
            case String s -> s;
            case Boolean b -> b;
            case Number n -> n;
            case Undefined missing -> missing.at(place);
            case List<?> list -> {
                if (!isVariable) {
                    checkDefined(list, 1, 0, place);
                }
                yield list;
            }
            case Map<?, ?> map -> {
                if (!isVariable) {
                    checkDefined(map.values(), 1, 0, place);
                }
                yield map;
            }
            default -> Values.text(value);
        };
    }

    /** One that holds itself is too deep, too. Gives how many values there are, those before included. */
    private static long checkDefined(Collection<?> items, int depth, long before, Span place) {
        long count = before + items.size();
        try {
            ComputeLimits.depth(depth);
            ComputeLimits.values(count);
            ComputeLimits.check();
        } catch (UserError e) {
            throw e.at(place);
        }
        for (Object item : items) {
            switch (item) {
                case Undefined missing -> throw missing.error().at(place);
                case List<?> list -> count = checkDefined(list, depth + 1, count, place);
                case Map<?, ?> map -> count = checkDefined(map.values(), depth + 1, count, place);
                case null, default -> {}
            }
        }
        return count;
    }
}
