package io.hitless.vars;

import io.hitless.source.Span;
import io.hitless.template.Template;
import io.hitless.value.HashMerge;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The result of a search for a variable, which visits sources from the highest precedence to the lowest. The first
 * value wins, or, if mappings are merged, a mapping is merged over the mappings of the sources below.
 */
final class VariableMatch {
    private final boolean merges;
    private @Nullable Object value = Absent.MISSING;
    private boolean complete;

    VariableMatch(boolean merges) {
        this.merges = merges;
    }

    /**
     * Takes the variable of the next source, which is a template or a value.
     *
     * @return whether the search is over
     */
    boolean take(@Nullable Object found) {
        if (!merges) {
            value = found;
            complete = true;
        } else if (value == Absent.MISSING) {
            value = found;
            complete = !isMapping(found);
        } else if (isMapping(found)) {
            value = merged(found, value);
        } else {
            complete = true;
        }
        return complete;
    }

    /** Takes the variable of the next source as {@link #take} does; null stands for a source without the variable. */
    boolean takeIfThere(@Nullable Template found) {
        return found != null && take(found);
    }

    boolean takeLast(List<Map<String, Template>> sources, String name) {
        for (Map<String, Template> source : sources.reversed()) {
            if (takeIfThere(source.get(name))) {
                return true;
            }
        }
        return false;
    }

    boolean takeLastOf(List<VariableSource> sources, String name) {
        for (VariableSource source : sources.reversed()) {
            if (takeIfThere(source.get(name))) {
                return true;
            }
        }
        return false;
    }

    /** Returns the value, which may be a template; {@link Absent#MISSING} if there is none. */
    @Nullable
    Object value() {
        return value;
    }

    private static boolean isMapping(@Nullable Object value) {
        return value instanceof Map
                || value instanceof Template.Mapping
                || (value instanceof Template.Constant constant && constant.value() instanceof Map);
    }

    /** Adds variables; they replace variables of the same name, or are merged over them if mappings are merged. */
    static void putAll(Map<String, Template> into, Map<String, Template> more, boolean merges) {
        more.forEach((name, value) ->
                into.merge(name, value, (before, now) -> merges ? (Template) merged(before, now) : now));
    }

    private static @Nullable Object merged(@Nullable Object below, @Nullable Object above) {
        if (!isMapping(below) || !isMapping(above)) {
            return above;
        }
        if (!(below instanceof Template) && !(above instanceof Template)) {
            return HashMerge.merged(below, above);
        }
        Span place = above instanceof Template written
                ? written.span()
                : Objects.requireNonNull((Template) below).span();
        Map<String, Template> out = new LinkedHashMap<>(entries(below, place));
        entries(above, place)
                .forEach((name, value) -> out.merge(name, value, (before, now) -> (Template) merged(before, now)));
        Map<String, Object> keys = new HashMap<>(keys(below));
        keys.putAll(keys(above));
        return new Template.Mapping(out, keys, place);
    }

    private static Map<String, Object> keys(@Nullable Object mapping) {
        Map<String, Object> keys = new HashMap<>();
        switch (mapping) {
            case Template.Mapping written -> keys.putAll(written.keys());
            case Template.Constant(Map<?, ?> plain, Span _) -> keys.putAll(keys(plain));
            case Map<?, ?> plain ->
                plain.keySet().stream()
                        .filter(key -> !(key instanceof String))
                        .forEach(key -> keys.put(String.valueOf(key), key));
            case null, default -> {}
        }
        return keys;
    }

    private static Map<String, Template> entries(@Nullable Object mapping, Span place) {
        Map<String, Template> entries = new LinkedHashMap<>();
        switch (mapping) {
            case Template.Mapping written -> entries.putAll(written.entries());
            case Template.Constant(Map<?, ?> plain, Span at) ->
                plain.forEach((name, value) -> entries.put(String.valueOf(name), new Template.Constant(value, at)));
            case Map<?, ?> plain ->
                plain.forEach((name, value) -> entries.put(String.valueOf(name), new Template.Constant(value, place)));
            case null, default -> throw new IllegalArgumentException("no mapping: " + mapping);
        }
        return entries;
    }
}
