package io.hitless.template;

import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.template.eval.TemplateEngine;
import io.hitless.value.LazyList;
import io.hitless.value.LazyMap;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The items of a task's loop: the value of {@code loop}, or the result of the lookup in {@code with_NAME}. */
public final class LoopItems {
    /** The name used if the loop has no lookup. */
    public static final String NONE = "";

    private final String lookup;
    private final Template written;
    private final TemplateEngine engine;

    LoopItems(String lookup, Template written, TemplateEngine engine) {
        this.lookup = lookup;
        this.written = written;
        this.engine = engine;
    }

    /** The name of the lookup; {@link #NONE} for {@code loop}, whose value must be a list. */
    public String lookup() {
        return lookup;
    }

    /** The items, or the lookup's terms, as written. */
    public Template written() {
        return written;
    }

    /**
     * Returns the items for one host.
     *
     * @throws UserError at the items, if they are undefined or not a list
     */
    public List<?> of(Scope scope) {
        try {
            Object value = lookup.endsWith("first_found") ? known(written.lazy(scope)) : written.resolve(scope);
            if (value instanceof Undefined missing) {
                throw new UserError(String.valueOf(missing.what()));
            }
            return lookup.equals(NONE) ? list(value) : looked(value, scope);
        } catch (UserError e) {
            throw e.at(written.span());
        }
    }

    /** Removes undefined file names: as in Ansible, such a file counts as missing. */
    private static @Nullable Object known(@Nullable Object value) {
        return switch (value) {
            case LazyList list -> {
                List<@Nullable Object> known = new ArrayList<>();
                list.stream().filter(item -> !(item instanceof Undefined)).forEach(item -> known.add(known(item)));
                yield known;
            }
            case LazyMap map -> {
                Map<Object, @Nullable Object> known = new LinkedHashMap<>();
                map.forEach((key, item) -> {
                    if (!(item instanceof Undefined)) {
                        known.put(key, known(item));
                    }
                });
                yield known;
            }
            case null, default -> value;
        };
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new UserError(
                null, "a loop wants a list, not " + Values.typeName(value), "for a mapping, filter it with dict2items");
    }

    // A list is passed on as several terms, any other value as one: as Ansible calls the plugin.
    private List<?> looked(@Nullable Object value, Scope scope) {
        List<?> terms = value instanceof List<?> list ? list : Collections.singletonList(value);
        Object found = engine.lookup(lookup, terms, scope);
        return found instanceof List<?> list ? list : List.of();
    }
}
