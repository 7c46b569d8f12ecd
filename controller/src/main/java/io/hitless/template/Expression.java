package io.hitless.template;

import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.eval.CompiledTemplate;
import io.hitless.template.eval.Scope;
import io.hitless.template.eval.TemplateEngine;
import io.hitless.template.format.Coercions;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.ResourceErrors;
import io.hitless.template.syntax.Syntax;
import io.hitless.value.Undefined;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A bare Jinja2 expression, as {@code when}, {@code until} and {@code that} take it. Parsed once, used by many threads.
 */
public final class Expression {
    private final TrustedText text;
    private final @Nullable Expr expr;
    private final @Nullable CompiledTemplate template;
    private final TemplateEngine engine = new TemplateEngine(Builtins.TABLES);

    private Expression(TrustedText text) {
        this.text = text;
        this.template =
                isTemplate(text.text()) ? CompiledTemplate.of(stripped(text), Syntax.PLAYBOOK, Builtins.TABLES) : null;
        this.expr = template != null || text.text().isBlank() ? null : parsed(text);
    }

    /**
     * Reads an expression. One that is a template as a whole ({@code when: "{{ x }}"}) is taken too: what it gives is
     * the expression, if it is such by its origin.
     *
     * @throws UserError at the place of a syntax error
     */
    public static Expression parse(TrustedText text) {
        return new Expression(text);
    }

    static boolean isTemplate(String text) {
        String bare = text.strip();
        return List.of("{{", "{%", "{#").stream().anyMatch(bare::startsWith)
                && List.of("}}", "%}", "#}").stream().anyMatch(bare::endsWith);
    }

    private static TrustedText stripped(TrustedText text) {
        int start = text.text().indexOf(text.text().strip());
        return text.excerpt().part(start, start + text.text().strip().length()).trusted();
    }

    private Expr parsed(TrustedText text) {
        try {
            return engine.condition(text);
        } catch (UserError e) {
            boolean marked = e.hint() == null && Syntax.PLAYBOOK.marks(text.text());
            throw marked ? new UserError(e.span(), e.what(), "this is an expression already: leave the {{ }} out") : e;
        }
    }

    public Span span() {
        return text.span();
    }

    /** Whether it is written with the marks of a template, which a condition has no need of. */
    public boolean hasMarks() {
        return Syntax.PLAYBOOK.marks(text.text());
    }

    /** The value, which may be Undefined. That of an empty expression is None. */
    public @Nullable Object evaluate(Scope scope) {
        if (template != null) {
            return template.resolve(scope);
        }
        if (expr == null) {
            return null;
        }
        return ResourceErrors.at(text.span(), () -> engine.evaluate(expr, scope));
    }

    /**
     * Whether it holds. A text that a template gives is a condition in its turn.
     *
     * @throws UserError if it fails, is undefined, neither true nor false, or a text that is not trusted
     */
    public boolean holds(Scope scope) {
        Object value = evaluate(scope);
        if (template != null && value instanceof String) {
            return parse(TrustedText.require(value, text.span())).holds(scope);
        }
        return truth(value, expr == null ? text.span() : expr.span());
    }

    /** @throws UserError if it is undefined, or neither true nor false: as in Ansible, nothing else is a condition */
    static boolean truth(@Nullable Object value, Span place) {
        return switch (value) {
            case Boolean truth -> truth;
            case Undefined missing -> throw missing.error().at(place);
            case null, default ->
                throw new UserError(
                        place,
                        "a condition must give true or false, and this one gives " + Coercions.article(value) + ": "
                                + question(value));
        };
    }

    private static String question(@Nullable Object value) {
        return switch (value) {
            case null -> "ask whether there is a value with 'is not none'";
            case String _ -> "compare the text, or write '| bool' for a word such as yes, '| length > 0' for any text";
            case Number _ -> "compare the number, as with '> 0'";
            default -> "ask whether there is anything in it with '| length > 0'";
        };
    }

    /** As written, but for {@code {{ }}} around all of it. */
    @Override
    public String toString() {
        String bare = text.text().strip();
        boolean around = bare.startsWith("{{") && bare.indexOf("}}") == bare.length() - 2;
        return around ? bare.substring(2, bare.length() - 2).strip() : text.text();
    }
}
