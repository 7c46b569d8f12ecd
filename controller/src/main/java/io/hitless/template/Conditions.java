package io.hitless.template;

import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.template.eval.Scope;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Conditions that a module takes as an argument: written there, or led to by a template, as in {@code that: "{{ checks
 * }}"}. They are handed on as written, because a value could not say where it came from.
 */
public record Conditions(Language language) {
    /**
     * Reads those that are written in place, so that a mistake shows while loading.
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

    /** One by one: the items of a list, written or led to, or the condition alone. */
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
     * Whether one of {@link #each} holds.
     *
     * @param place where it is used
     * @throws io.hitless.source.UserError if it fails, is undefined, neither true nor false, or a text that is not
     *     trusted
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

    /** As a result shows it: the text that was written. */
    public static @Nullable Object shown(@Nullable Object condition, Scope scope) {
        return switch (condition) {
            case Template.Text text -> text.text().text();
            case Template written -> written.resolve(scope);
            case null, default -> condition;
        };
    }
}
