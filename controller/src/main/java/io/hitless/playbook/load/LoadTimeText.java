package io.hitless.playbook.load;

import io.hitless.source.Finding.Rule;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.value.Undefined;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads texts that must be known while loading: constants, or templates that use only extra variables, play variables
 * and the like.
 *
 * @param loading takes the errors
 * @param vars the variables that are known
 * @param what what the text is, in the words of an error: {@code a tag}
 */
record LoadTimeText(LoadContext loading, Map<String, Template> vars, String what) {
    /** Returns the text. If there is none, reports an error and returns null. */
    @Nullable
    String of(Template template) {
        Object value = value(template);
        return value == null ? null : text(value, template.span());
    }

    /** Returns the texts of a template that may give a list: those of its items, or the only one. */
    List<String> each(Template template) {
        Object value = value(template);
        List<?> items = value instanceof List<?> list ? list : Collections.singletonList(value);
        return items.stream()
                .filter(Objects::nonNull)
                .map(item -> text(item, template.span()))
                .filter(Objects::nonNull)
                .toList();
    }

    private @Nullable Object value(Template template) {
        Object value;
        try {
            value = template.resolve(new LoadTimeScope(vars, loading.sources().extraVars()));
        } catch (UserError e) {
            value = new Undefined(e.what());
        }
        if (value instanceof Undefined undefined) {
            loading.error(
                    Rule.TEMPLATE,
                    template.span(),
                    what + " must be known while loading, but " + undefined.what(),
                    null);
            return null;
        }
        return value == null ? wrong(template.span()) : value;
    }

    private @Nullable String text(Object value, Span place) {
        return value instanceof Map || value instanceof Iterable ? wrong(place) : value.toString();
    }

    private @Nullable String wrong(Span place) {
        loading.error(Rule.VALUE, place, what + " must be a text", null);
        return null;
    }
}
