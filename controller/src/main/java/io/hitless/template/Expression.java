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
import org.jspecify.annotations.Nullable;

/**
 * A bare Jinja2 expression, as {@code when}, {@code until} and {@code that} take it. Parsed once, used by many threads.
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

    /** What fails if it is reached: names that don't exist, arguments that don't fit. */
    public List<UserError> faults() {
        return template != null ? template.parsed().faults() : parsed != null ? parsed.faults() : List.of();
    }

    /** One that always fails. */
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
     * The first of several conditions that does not hold, or null. Those after it are not looked at.
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

    /** As the playbook has it: text, or a boolean ({@code when: false}). */
    public Object asWritten() {
        return switch (text.text()) {
            case "true", "True" -> true;
            case "false", "False" -> false;
            default -> text.text();
        };
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
     * Whether it holds. A text that a template gives is a condition in its turn.
     *
     * @throws UserError if it fails, is undefined, neither true nor false, or a text that is not trusted
     */
    public boolean holds(Scope scope) {
        Object value = evaluate(scope);
        if (template != null && value instanceof String) {
            return new Expression(TrustedText.require(value, text.span()), engine).holds(scope);
        }
        return truth(value, parsed == null ? text.span() : parsed.expr().span());
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
