package io.hitless.template.eval;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.JinjaHeader;
import io.hitless.template.syntax.StatementParser;
import io.hitless.template.syntax.Stmt;
import io.hitless.template.syntax.Syntax;
import io.hitless.value.ComputeLimits;
import io.hitless.value.Undefined;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A template, parsed: immutable, and used by many threads. */
public final class CompiledTemplate {
    private final MappedText source;
    private final List<Stmt> body;
    private final Syntax syntax;
    private final TemplateLoader loader;

    private CompiledTemplate(MappedText source, List<Stmt> body, Syntax syntax, TemplateLoader loader) {
        this.source = source;
        this.body = body;
        this.syntax = syntax;
        this.loader = loader;
    }

    /** A whole template: a first line {@code #jinja2: …} overrides {@code syntax} for it and whatever it takes in. */
    public static CompiledTemplate of(TrustedText source, Syntax syntax, TemplateLoader loader) {
        JinjaHeader header = JinjaHeader.of(source.excerpt(), syntax);
        return new CompiledTemplate(
                source.excerpt(), body(source, header.syntax(), header.end()), header.syntax(), loader);
    }

    /** A file that a template takes in: a first line {@code #jinja2: …} is text there, as in Ansible. */
    static CompiledTemplate part(TrustedText source, Syntax syntax, TemplateLoader loader) {
        return new CompiledTemplate(source.excerpt(), body(source, syntax, 0), syntax, loader);
    }

    private static List<Stmt> body(TrustedText source, Syntax syntax, int from) {
        return ResourceErrors.at(source.excerpt().span(), () -> StatementParser.template(source, syntax, from));
    }

    /** By which marks it is written, and so whatever it takes in. */
    Syntax syntax() {
        return syntax;
    }

    List<Stmt> body() {
        return body;
    }

    Span span() {
        return source.span();
    }

    /** The name of the file it came from. */
    String file() {
        return source.span().file().name();
    }

    /**
     * The value: a template that gives one value alone, whatever statements are around it, keeps its type; else the
     * text.
     */
    public @Nullable Object resolve(Scope scope) {
        if (body.size() == 1
                && body.getFirst() instanceof Stmt.Output(var expression)
                && !source.text().endsWith("\n")) {
            return ResourceErrors.at(
                    source.span(),
                    () -> Outcome.of(
                            new Evaluator(scope, loader).eval(expression, null),
                            expression instanceof Expr.Name,
                            expression.span()));
        }
        RenderBuffer out = rendered(scope);
        Object only = out.only();
        return only == null || only instanceof String
                ? withLineEnds(out)
                : ResourceErrors.at(source.span(), () -> Outcome.of(only, false, source.span()));
    }

    /** The text. */
    public String render(Scope scope) {
        return withLineEnds(rendered(scope));
    }

    private RenderBuffer rendered(Scope scope) {
        RenderBuffer out = new RenderBuffer(Math.max(16, source.text().length()));
        return ResourceErrors.at(source.span(), () -> {
            new Renderer(new Evaluator(scope, loader), this).render(out);
            return out;
        });
    }

    // Jinja2 drops the last line end; Ansible puts back as many as the template had.
    private String withLineEnds(RenderBuffer out) {
        int wanted = lineEnds(source.text(), "\n");
        int there = lineEnds(out.buffer(), "\n");
        return out.buffer().repeat("\n", Math.max(0, wanted - there)).toString();
    }

    private static int lineEnds(CharSequence text, String newline) {
        int count = 0;
        int end = text.length();
        while (end >= newline.length()
                && text.subSequence(end - newline.length(), end).toString().equals(newline)) {
            count++;
            end -= newline.length();
        }
        return count;
    }

    /** What leaves the engine: plain values, without functions and times. */
    private static final class Outcome {
        static @Nullable Object of(@Nullable Object value, boolean isVariable, Span place) {
            return switch (value) {
                case null -> null;
                case String s -> s;
                case Boolean b -> b;
                case Number n -> n;
                case Undefined missing -> missing.at(place);
                case List<?> list -> {
                    if (!isVariable) {
                        checkDefined(list, 1, 0, place);
                    }
                    yield list;
                }
                case java.util.Map<?, ?> map -> {
                    if (!isVariable) {
                        checkDefined(map.values(), 1, 0, place);
                    }
                    yield map;
                }
                default -> io.hitless.value.Values.text(value);
            };
        }

        /** One that holds itself is too deep, too. Gives how many values there are, those before included. */
        private static long checkDefined(java.util.Collection<?> items, int depth, long before, Span place) {
            long count = before + items.size();
            try {
                ComputeLimits.depth(depth);
                ComputeLimits.values(count);
                ComputeLimits.check();
            } catch (UserError e) {
                throw e.at(place);
            }
            for (Object item : items) {
                switch (item) {
                    case Undefined missing -> throw missing.error().at(place);
                    case List<?> list -> count = checkDefined(list, depth + 1, count, place);
                    case java.util.Map<?, ?> map -> count = checkDefined(map.values(), depth + 1, count, place);
                    case null, default -> {}
                }
            }
            return count;
        }
    }
}
