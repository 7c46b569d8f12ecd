package io.hitless.template;

import io.hitless.source.Excerpt;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import org.jspecify.annotations.Nullable;

/** A bare Jinja2 expression, as {@code when}, {@code until} and {@code that} take it. Parsed once, used by many threads. */
public final class Expression {
    private final Excerpt text;
    private final @Nullable Expr expr;
    private final @Nullable Parsed template;
    private final Loader loader = new Loader();

    private Expression(Excerpt text) {
        this.text = text;
        boolean marked = Syntax.ANSIBLE.marks(text.text());
        this.template = marked ? Parsed.of(text, Syntax.PLAYBOOK, loader) : null;
        this.expr = marked || text.text().isBlank() ? null : Parser.expression(text);
    }

    /**
     * Reads an expression. One that is written as a template ({@code when: "{{ x }}"}) is taken too, as in Ansible.
     *
     * @throws io.hitless.source.UserError at the place of a syntax error
     */
    public static Expression parse(Excerpt text) {
        return new Expression(text);
    }

    public Span span() {
        return text.span();
    }

    /** The value, which may be Undefined. The value of an empty expression is true. */
    public @Nullable Object evaluate(Scope scope) {
        if (template != null) {
            return template.resolve(scope);
        }
        if (expr == null) {
            return true;
        }
        try {
            return new Evaluator(scope, loader).eval(expr, null);
        } catch (StackOverflowError _) {
            throw new UserError(text.span(), "this expression uses itself without end, through its variables");
        }
    }

    /**
     * Whether it holds, by Ansible's rules for conditions: Python's truth, so that a text is true unless it is empty.
     *
     * @throws io.hitless.source.UserError if it fails or is undefined
     */
    public boolean holds(Scope scope) {
        Object value = evaluate(scope);
        if (value instanceof Undefined missing) {
            throw missing.error().at(expr == null ? text.span() : expr.span());
        }
        // A template's text is a condition in its turn; it is never run as one here, but what it plainly says is heeded.
        if (template != null && value instanceof String said) {
            return !said.isBlank() && !said.equalsIgnoreCase("false");
        }
        return Values.truthy(value);
    }

    @Override
    public String toString() {
        return text.text();
    }
}
