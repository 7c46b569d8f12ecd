package io.hitless.template.eval;

import io.hitless.source.UserError;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The variable {@code loop} of a {@code for}. */
final class LoopVariable implements Attributes, Callable {
    private final List<?> items;
    private final int depth;
    private final @Nullable Function<Object, @Nullable Object> recursion;
    private int index;
    private @Nullable List<?> lastChecked;

    /** @param recursion renders the loop's body for further items, or null if the loop is not recursive */
    LoopVariable(List<?> items, int depth, @Nullable Function<Object, @Nullable Object> recursion) {
        this.items = items;
        this.depth = depth;
        this.recursion = recursion;
    }

    void at(int place) {
        index = place;
    }

    @Override
    public String typeName() {
        return "LoopContext";
    }

    @Override
    public @Nullable Object attribute(String name) {
        return switch (name) {
            case "index" -> index + 1L;
            case "index0" -> (long) index;
            case "revindex" -> (long) items.size() - index;
            case "revindex0" -> (long) items.size() - index - 1;
            case "first" -> index == 0;
            case "last" -> index == items.size() - 1;
            case "length" -> (long) items.size();
            case "depth" -> depth + 1L;
            case "depth0" -> (long) depth;
            case "previtem" -> index == 0 ? new Undefined("there is no previous item") : items.get(index - 1);
            case "nextitem" ->
                index == items.size() - 1 ? new Undefined("there is no next item") : items.get(index + 1);
            case "cycle" -> (Callable) this::cycle;
            case "changed" -> (Callable) this::changed;
            default -> Undefined.member(this, name);
        };
    }

    private @Nullable Object cycle(Evaluation evaluation, List<?> values, Map<String, ?> named) {
        if (values.isEmpty()) {
            throw new UserError("loop.cycle wants values to cycle through");
        }
        return values.get(index % values.size());
    }

    private Boolean changed(Evaluation evaluation, List<?> values, Map<String, ?> named) {
        boolean same = lastChecked != null && Values.equal(lastChecked, values);
        lastChecked = values;
        return !same;
    }

    @Override
    public @Nullable Object call(Evaluation evaluation, List<?> positional, Map<String, ?> named) {
        if (recursion == null || positional.size() != 1) {
            throw new UserError(null, "this loop can't be called", "write {% for … recursive %}");
        }
        return recursion.apply(Values.defined(positional.getFirst()));
    }
}
