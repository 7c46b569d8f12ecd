package io.hitless.template;

import io.hitless.source.Excerpt;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.value.Undefined;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A template, parsed: immutable, and used by many threads. */
final class Parsed {
    private final Excerpt source;
    private final List<Stmt> body;
    private final Syntax syntax;
    private final Loader loader;

    private Parsed(Excerpt source, List<Stmt> body, Syntax syntax, Loader loader) {
        this.source = source;
        this.body = body;
        this.syntax = syntax;
        this.loader = loader;
    }

    static Parsed of(Excerpt source, Syntax syntax, Loader loader) {
        Header header = Header.of(source, syntax);
        return new Parsed(source, StatementParser.template(source, header.syntax(), header.end()), header.syntax(), loader);
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
     * The value, by Ansible's rules but for one: a template that is one expression keeps the type of its value. Other text is
     * taken for a list, dictionary or truth value where it reads as one.
     */
    @Nullable Object resolve(Scope scope) {
        if (body.size() == 1 && body.getFirst() instanceof Stmt.Output(var expression) && !source.text().endsWith("\n")) {
            Object value = guarded(() -> new Evaluator(scope, loader).eval(expression, null));
            return Outcome.of(value, expression);
        }
        return Literals.read(render(scope));
    }

    /** The text. */
    String render(Scope scope) {
        StringBuilder out = new StringBuilder(Math.max(16, source.text().length()));
        guarded(() -> {
            new Renderer(new Evaluator(scope, loader), this).render(out);
            return null;
        });
        keepLineEnds(out);
        return out.toString();
    }

    // Jinja2 drops the last line end; Ansible puts back as many as the template had.
    private void keepLineEnds(StringBuilder out) {
        int wanted = lineEnds(source.text(), "\n");
        int there = lineEnds(out, syntax.newline());
        out.repeat(syntax.newline(), Math.max(0, wanted - there));
    }

    private static int lineEnds(CharSequence text, String newline) {
        int count = 0;
        int end = text.length();
        while (end >= newline.length() && text.subSequence(end - newline.length(), end).toString().equals(newline)) {
            count++;
            end -= newline.length();
        }
        return count;
    }

    private <T extends @Nullable Object> T guarded(java.util.function.Supplier<T> work) {
        try {
            return work.get();
        } catch (StackOverflowError _) {
            throw new UserError(source.span(), "this template uses itself without end, through its variables, macros or includes");
        }
    }

    /** What leaves the engine: plain values, without functions and times. */
    private static final class Outcome {
        static @Nullable Object of(@Nullable Object value, Expr expression) {
            return switch (value) {
                case null -> null;
                case String s -> s;
                case Boolean b -> b;
                case Number n -> n;
                case Undefined(var what, var where) when where == null -> new Undefined(what, expression.span());
                case Undefined missing -> missing;
                case List<?> list -> {
                    if (!(expression instanceof Expr.Name)) {
                        checkDefined(list, expression);
                    }
                    yield list;
                }
                case java.util.Map<?, ?> map -> {
                    if (!(expression instanceof Expr.Name)) {
                        checkDefined(map.values(), expression);
                    }
                    yield map;
                }
                default -> io.hitless.value.Values.text(value);
            };
        }

        private static void checkDefined(java.util.Collection<?> items, Expr expression) {
            for (Object item : items) {
                switch (item) {
                    case Undefined missing -> throw missing.error().at(expression.span());
                    case List<?> list -> checkDefined(list, expression);
                    case java.util.Map<?, ?> map -> checkDefined(map.values(), expression);
                    case null, default -> {}
                }
            }
        }
    }
}
