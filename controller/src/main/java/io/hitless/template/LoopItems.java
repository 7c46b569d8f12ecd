package io.hitless.template;

import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.template.eval.TemplateEngine;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What a task's loop goes over: the value of {@code loop}, or the lookup behind {@code with_NAME}. */
public final class LoopItems {
    private LoopItems() {}

    /** The lookups that a loop can go over, for {@code with_LOOKUP}. */
    public static Set<String> lookups() {
        return Builtins.TABLES.lookups().keySet();
    }

    /**
     * The items for one host.
     *
     * @param lookup the lookup's name; {@code list} for {@code loop}, which wants a list as it is
     * @throws UserError at the items, if they are undefined or no list
     */
    public static List<?> of(String lookup, Template items, Scope scope) {
        try {
            Object value = items.resolve(scope);
            if (value instanceof Undefined missing) {
                throw new UserError(String.valueOf(missing.what()));
            }
            return lookup.equals("list") ? list(value) : looked(lookup, value, scope);
        } catch (UserError e) {
            throw e.at(items.span());
        }
    }

    private static List<?> list(@Nullable Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw new UserError(
                null, "a loop wants a list, not " + Values.typeName(value), "for a mapping, filter it with dict2items");
    }

    // A list stands for several terms, anything else for one: as Ansible hands them to the plugin.
    private static List<?> looked(String lookup, @Nullable Object value, Scope scope) {
        List<?> terms = value instanceof List<?> list ? list : Collections.singletonList(value);
        Object found = new TemplateEngine(Builtins.TABLES).lookup(lookup, terms, scope);
        return found instanceof List<?> list ? list : List.of();
    }
}
