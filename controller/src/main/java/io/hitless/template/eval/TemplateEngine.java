package io.hitless.template.eval;

import io.hitless.source.TrustedText;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.ResourceErrors;
import io.hitless.template.syntax.StatementParser;
import io.hitless.template.syntax.Stmt;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Evaluates what was parsed. It keeps the files that templates take in; used by many threads. */
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
    public Expr condition(TrustedText text) {
        return StatementParser.condition(text, builtins);
    }

    /** The value, which may be Undefined. */
    public @Nullable Object evaluate(Expr expr, Scope scope) {
        return new Evaluator(scope, this).eval(expr, null);
    }

    /** What a lookup gives for its terms. */
    public @Nullable Object lookup(String name, List<?> terms, Scope scope) {
        return new Evaluator(scope, this).lookup(name).to(terms, List.of(), Map.of());
    }

    /**
     * The value: a template that gives one value alone, whatever statements are around it, keeps its type; else the
     * text.
     */
    @Override
    public @Nullable Object resolve(ParsedTemplate template, Scope scope) {
        if (template.body().size() == 1
                && template.body().getFirst() instanceof Stmt.Output(var expression)
                && !template.source().text().endsWith("\n")) {
            return ResourceErrors.at(
                    template.span(),
                    () -> PlainValue.of(
                            evaluate(expression, scope), expression instanceof Expr.Name, expression.span()));
        }
        RenderBuffer out = rendered(template, scope);
        Object only = out.only();
        return only == null || only instanceof String
                ? withLineEnds(template, out)
                : ResourceErrors.at(template.span(), () -> PlainValue.of(only, false, template.span()));
    }

    /** The text. */
    public String render(ParsedTemplate template, Scope scope) {
        return withLineEnds(template, rendered(template, scope));
    }

    private RenderBuffer rendered(ParsedTemplate template, Scope scope) {
        RenderBuffer out =
                new RenderBuffer(Math.max(16, template.source().text().length()));
        return ResourceErrors.at(template.span(), () -> {
            new Renderer(new Evaluator(scope, this), template).render(out);
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
