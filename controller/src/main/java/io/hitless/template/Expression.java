package io.hitless.template;

import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.eval.CompiledTemplate;
import io.hitless.template.eval.Scope;
import io.hitless.template.eval.TemplateEngine;
import io.hitless.template.format.Coercions;
import io.hitless.template.syntax.ParsedExpression;
import io.hitless.template.syntax.ResourceErrors;
import io.hitless.template.syntax.Syntax;
import io.hitless.value.Undefined;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A bare Jinja2 expression: the value of {@code when}, {@code until} or {@code that}. Parsed once; safe for use by
 * several threads.
 */
public final class Expression {
    private final TrustedText text;
    private final @Nullable ParsedExpression parsed;
    private final @Nullable CompiledTemplate template;
    private final @Nullable UserError fault;
    private final TemplateEngine engine;

    Expression(TrustedText text, TemplateEngine engine) {
        this.text = text;
        this.engine = engine;
        this.fault = null;
        this.template = isTemplate(text.text()) ? CompiledTemplate.of(stripped(text), Syntax.PLAYBOOK, engine) : null;
        this.parsed = template != null || text.text().isBlank() ? null : parsed(text);
    }

    /** The errors that occur if their part of the expression is reached: unknown names, wrong arguments. */
    List<UserError> faults() {
        return template != null ? template.parsed().faults() : parsed != null ? parsed.faults() : List.of();
    }

    /** An expression that always fails. */
    Expression(TrustedText text, UserError fault, TemplateEngine engine) {
        this.text = text;
        this.engine = engine;
        this.fault = fault;
        this.template = null;
        this.parsed = null;
    }

    public boolean isBroken() {
        return fault != null || !faults().isEmpty();
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

    private ParsedExpression parsed(TrustedText text) {
        try {
            return engine.condition(text);
        } catch (UserError e) {
            boolean marked = e.hint() == null && Syntax.PLAYBOOK.marks(text.text());
            throw marked ? new UserError(e.span(), e.what(), "this is an expression already: leave the {{ }} out") : e;
        }
    }

    /**
     * Returns the first condition that is false, or null. The conditions after it are not evaluated.
     *
     * @throws UserError as {@link #holds}
     */
    public static @Nullable Expression firstFalse(List<Expression> conditions, Scope scope) {
        for (Expression condition : conditions) {
            if (!condition.holds(scope)) {
                return condition;
            }
        }
        return null;
    }

    /** The expression as written in the playbook: a text, or a boolean ({@code when: false}). */
    public Object asWritten() {
        return switch (text.text()) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> text.text();
        };
    }

    /** Whether the expression contains template delimiters, which a condition does not need. */
    public boolean hasMarks() {
        return Syntax.PLAYBOOK.marks(text.text());
    }

    /** Returns the value, which may be Undefined. The value of an empty expression is None. */
    public @Nullable Object evaluate(Scope scope) {
        if (fault != null) {
            throw fault;
        }
        if (template != null) {
            return template.resolve(scope);
        }
        if (parsed == null) {
            return null;
        }
        return ResourceErrors.at(text.span(), () -> engine.evaluate(parsed, scope));
    }

    /**
     * Whether the condition is true. If it is a template whose value is a text, that text is evaluated as a condition,
     * too.
     *
     * @throws UserError if evaluation fails, if the value is undefined or no boolean, or if the condition is a text
     *     that is not trusted
     */
    public boolean holds(Scope scope) {
        Object value = evaluate(scope);
        if (template != null && value instanceof String) {
            return new Expression(TrustedText.require(value, text.span()), engine).holds(scope);
        }
        return truth(value, parsed == null ? text.span() : parsed.expr().span());
    }

    /** @throws UserError if the value is undefined or no boolean; as in Ansible, other values are not conditions */
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
            case Map<?, ?> _ ->
                "put it in quotes if it is a text with ': ' in it, or ask whether there is anything in it with"
                        + " '| length > 0'";
            default -> "ask whether there is anything in it with '| length > 0'";
        };
    }

    /** The text as written, without {@code {{ }}} around the whole. */
    @Override
    public String toString() {
        String bare = text.text().strip();
        boolean around = bare.startsWith("{{") && bare.indexOf("}}") == bare.length() - 2;
        return around ? bare.substring(2, bare.length() - 2).strip() : text.text();
    }
}
