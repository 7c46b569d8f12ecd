package io.hitless.template;

import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.template.eval.Scope;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that a module takes as an argument: written in the task, or reached through a template, as in {@code that:
 * "{{ checks }}"}. They are passed to the module as written, because an evaluated text would not show its origin, and
 * only a trusted text may be a condition.
 */
public record Conditions(Language language) {
    /**
     * Parses the conditions that are written in the task, so that syntax errors show while loading.
     *
     * @throws io.hitless.source.UserError at a syntax error
     */
    public void check(Template given) {
        switch (given) {
            case Template.Text text -> language.expression(text.text().trusted());
            case Template.Sequence list -> list.items().forEach(this::check);
            case Template.Constant(String value, Span span) -> language.expression(TrustedText.require(value, span));
            case Template.Constant _, Template.Mapping _, Template.Deferred _ -> {}
        }
    }

    /**
     * Returns the single conditions: the items of the list, which may itself be the value of a template, or the only
     * condition.
     */
    public List<?> each(Object given, Scope scope) {
        if (given instanceof Template.Sequence list) {
            return list.items();
        }
        Object value = given instanceof Template.Text text
                        && Expression.isTemplate(text.text().text())
                ? language.lenientExpression(text.text().trusted()).evaluate(scope)
                : given;
        return value instanceof List<?> list ? list : Collections.singletonList(value);
    }

    /**
     * Whether a condition that {@link #each} returned is true.
     *
     * @param place the position where the condition is used
     * @throws io.hitless.source.UserError if evaluation fails, if the value is undefined or no boolean, or if the
     *     condition is a text that is not trusted
     */
    public boolean hold(@Nullable Object condition, Span place, Scope scope) {
        return switch (condition) {
            case Template.Text text ->
                language.lenientExpression(text.text().trusted()).holds(scope);
            case Template written -> hold(written.resolve(scope), written.span(), scope);
            case String value ->
                language.lenientExpression(TrustedText.require(value, place)).holds(scope);
            case null, default -> Expression.truth(condition, place);
        };
    }

    /** The condition as a result shows it: its text as written. */
    public static @Nullable Object shown(@Nullable Object condition, Scope scope) {
        return switch (condition) {
            case Template.Text text -> text.text().text();
            case Template written -> written.resolve(scope);
            case null, default -> condition;
        };
    }
}
