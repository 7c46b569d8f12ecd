package io.hitless.template.eval;

import io.hitless.source.TrustedText;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.ParsedExpression;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.ResourceErrors;
import io.hitless.template.syntax.StatementParser;
import io.hitless.template.syntax.Stmt;
import io.hitless.value.LazyItems;
import io.hitless.value.Undefined;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Parses conditions and evaluates what was parsed. It keeps the files that templates take in; used by many threads. */
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

    /** @throws io.hitless.source.UserError at the place of a syntax error */
    public ParsedExpression condition(TrustedText text) {
        return StatementParser.condition(text, builtins);
    }

    /** The value, which may be Undefined. */
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

    /** What a lookup gives for its terms. */
    public @Nullable Object lookup(String name, List<?> terms, Scope scope) {
        return PlainValue.shown(new Evaluator(scope, this).lookup(name).to(terms, List.of(), Map.of()));
    }

    /**
     * The value: a template that gives one value alone, whatever statements are around it, keeps its type; else the
     * text.
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

    /** The value, in which lists and mappings of variables are handed on as they are. */
    @Nullable
    Object lazy(ParsedTemplate template, Scope scope) {
        Expr expression = only(template);
        if (expression == null) {
            return resolve(template, scope);
        }
        return ResourceErrors.at(template.span(), () -> {
            Object value = evaluate(expression, template.changesValues(), scope);
            return value instanceof LazyItems
                    ? value
                    : PlainValue.of(value, expression instanceof Expr.Name, expression.span());
        });
    }

    /** The expression that is all of a template, or null if there is more. */
    private static @Nullable Expr only(ParsedTemplate template) {
        return template.body().size() == 1
                        && template.body().getFirst() instanceof Stmt.Output(var expression)
                        && !template.source().text().endsWith("\n")
                ? expression
                : null;
    }

    /** The text. As in Ansible, one that is a value other than a text, or nothing, has no line ends at its end. */
    public String render(ParsedTemplate template, Scope scope) {
        RenderBuffer out = rendered(template, scope);
        boolean isText = out.value() instanceof String
                || !template.syntax().marks(template.source().text());
        return isText ? withLineEnds(template, out) : out.toString();
    }

    private RenderBuffer rendered(ParsedTemplate template, Scope scope) {
        RenderBuffer out =
                new RenderBuffer(Math.max(16, template.source().text().length()));
        return ResourceErrors.at(template.span(), () -> {
            new Renderer(new Evaluator(scope, this), template, new Frame(null)).render(out);
            return out;
        });
    }

    // Jinja2 drops the last line end; Ansible puts back as many as the template had.
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
