package io.hitless.template.eval;

import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.ParsedExpression;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.ResourceErrors;
import io.hitless.template.syntax.StatementParser;
import io.hitless.template.syntax.Stmt;
import io.hitless.value.LazyItems;
import io.hitless.value.NumberRange;
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Parses conditions and evaluates parsed templates. It caches the files that templates include, import or extend. Safe
 * for use by several threads.
 */
public final class TemplateEngine implements Environment {
    private final BuiltinTables builtins;
    private final TemplateLoader loader;

    public TemplateEngine(BuiltinTables builtins) {
        this.builtins = builtins;
        this.loader = new TemplateLoader(builtins);
    }

    @Override
    public BuiltinTables builtins() {
        return builtins;
    }

    @Override
    public TemplateLoader loader() {
        return loader;
    }

    /** @throws io.hitless.source.UserError at the position of a syntax error */
    public ParsedExpression condition(TrustedText text) {
        return StatementParser.condition(text, builtins);
    }

    @Override
    public @Nullable Object expression(TrustedText text, Scope scope) {
        ParsedExpression expression = condition(text);
        if (!expression.faults().isEmpty()) {
            throw expression.faults().getFirst();
        }
        return PlainValue.shown(evaluate(expression, scope));
    }

    /** Returns the value, which may be Undefined. */
    public @Nullable Object evaluate(ParsedExpression expression, Scope scope) {
        Object value = evaluate(expression.expr(), expression.changesValues(), scope);
        if (value instanceof Undefined missing && missing.failure() != null) {
            throw missing.failure();
        }
        return value;
    }

    private @Nullable Object evaluate(Expr expr, boolean changesValues, Scope scope) {
        Evaluator evaluator = new Evaluator(scope, this);
        if (changesValues) {
            evaluator.keepChanges();
        }
        return evaluator.eval(expr, null);
    }

    /** Returns the result of a lookup. */
    public @Nullable Object lookup(String name, List<?> terms, Scope scope) {
        return PlainValue.shown(new Evaluator(scope, this).lookup(name).to(terms, List.of(), Map.of()));
    }

    /**
     * Returns the value: with its type if the template outputs a single value, even with statements around it;
     * otherwise as text.
     */
    @Override
    public @Nullable Object resolve(ParsedTemplate template, Scope scope) {
        Expr expression = only(template);
        if (expression != null) {
            return ResourceErrors.at(
                    template.span(),
                    () -> PlainValue.of(
                            evaluate(expression, template.changesValues(), scope),
                            expression instanceof Expr.Name,
                            expression.span()));
        }
        RenderBuffer out = rendered(template, scope);
        Object value = out.value();
        return value instanceof String
                ? withLineEnds(template, out)
                : ResourceErrors.at(template.span(), () -> PlainValue.of(value, false, template.span()));
    }

    /** Returns the value, with lists and mappings of variables not yet evaluated. */
    @Nullable
    Object lazy(ParsedTemplate template, Scope scope) {
        Expr expression = only(template);
        if (expression == null) {
            return resolve(template, scope);
        }
        return ResourceErrors.at(template.span(), () -> {
            Object value = evaluate(expression, template.changesValues(), scope);
            return value instanceof LazyItems || value instanceof Tuple || value instanceof NumberRange
                    ? value
                    : PlainValue.of(value, expression instanceof Expr.Name, expression.span());
        });
    }

    /** Returns the expression that is the whole template, or null if the template contains more. */
    private static @Nullable Expr only(ParsedTemplate template) {
        return template.body().size() == 1
                        && template.body().getFirst() instanceof Stmt.Output(var expression)
                        && !template.source().text().endsWith("\n")
                ? expression
                : null;
    }

    /** Returns the result as text. As in Ansible, line ends are only restored if the result is a text. */
    String render(ParsedTemplate template, Scope scope) {
        RenderBuffer out = rendered(template, scope);
        boolean isText = out.value() instanceof String
                || !template.syntax().marks(template.source().text());
        return isText ? withLineEnds(template, out) : out.toString();
    }

    /** Returns the result as text, in which an error is shown in the place of what could not be rendered. */
    String marked(ParsedTemplate template, Scope scope) {
        ErrorMarks marks = new ErrorMarks();
        if (!template.faults().isEmpty()) {
            return marks.mark("Syntax error in template: "
                    + template.faults().iterator().next().what());
        }
        RenderBuffer out = new RenderBuffer(16);
        try {
            ResourceErrors.at(template.span(), () -> {
                new Renderer(new Evaluator(scope, this), template, new Frame(null), marks).render(out);
                return out;
            });
        } catch (UnknownValueError e) {
            throw e;
        } catch (UserError e) {
            out.text(
                    marks.mark("Error rendering template: " + e.what()) + marks.mark("template potentially truncated"));
        }
        return out.toString();
    }

    private RenderBuffer rendered(ParsedTemplate template, Scope scope) {
        RenderBuffer out =
                new RenderBuffer(Math.max(16, template.source().text().length()));
        return ResourceErrors.at(template.span(), () -> {
            new Renderer(new Evaluator(scope, this), template, new Frame(null)).render(out);
            return out;
        });
    }

    // Jinja2 drops the last line end. Ansible then adds line ends until there are as many as in the template.
    private static String withLineEnds(ParsedTemplate template, RenderBuffer out) {
        int wanted = lineEnds(template.source().text());
        int there = lineEnds(out.buffer());
        return out.buffer().repeat("\n", Math.max(0, wanted - there)).toString();
    }

    private static int lineEnds(CharSequence text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == '\n') {
            end--;
        }
        return text.length() - end;
    }
}
