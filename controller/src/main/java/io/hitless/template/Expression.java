package io.hitless.template;

import io.hitless.source.Excerpt;
import io.hitless.source.Span;
import org.jspecify.annotations.Nullable;

/** A bare Jinja2 expression, as {@code when}, {@code until} and {@code that} take it. */
public final class Expression {
    private final Excerpt text;

    private Expression(Excerpt text) {
        this.text = text;
    }

    /** @throws io.hitless.source.UserError at the place of a syntax error */
    public static Expression parse(Excerpt text) {
        return new Expression(text);
    }

    public Span span() {
        return text.span();
    }

    public @Nullable Object evaluate(Scope scope) {
        return scope.get(text.text());
    }

    /** Whether it holds, by Ansible's rules for conditions. */
    public boolean holds(Scope scope) {
        return evaluate(scope) != null;
    }

    @Override
    public String toString() {
        return text.text();
    }
}
