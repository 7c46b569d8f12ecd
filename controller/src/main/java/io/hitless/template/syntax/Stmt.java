package io.hitless.template.syntax;

import io.hitless.source.Span;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A statement, parsed. A new kind is a new record here, a case in {@link StatementParser} and one in the renderer. */
public sealed interface Stmt {
    record Data(String text) implements Stmt {}

    record Output(Expr expression) implements Stmt {}

    record For(
            Target target,
            Expr items,
            @Nullable Expr filter,
            boolean recursive,
            List<Stmt> body,
            List<Stmt> orElse,
            Span span)
            implements Stmt {}

    record If(List<Branch> branches, List<Stmt> orElse) implements Stmt {}

    record Branch(Expr test, List<Stmt> body) {}

    record Set(Target target, Expr value) implements Stmt {}

    /** {@code {% set x | upper %}…{% endset %}}. */
    record SetBlock(Target target, List<Pipe> filters, List<Stmt> body) implements Stmt {}

    /**
     * @param takesMore whether the body uses {@code varargs}
     * @param takesMoreNamed whether the body uses {@code kwargs}
     */
    record Macro(
            String name,
            List<Parameter> parameters,
            List<Stmt> body,
            boolean takesMore,
            boolean takesMoreNamed,
            Span span)
            implements Stmt {}

    record CallBlock(Expr.Call call, Macro caller, Span span) implements Stmt {}

    record FilterBlock(List<Pipe> filters, List<Stmt> body) implements Stmt {}

    record With(List<Binding> bindings, List<Stmt> body) implements Stmt {}

    record Include(Expr template, boolean ignoreMissing, boolean withContext, Span span) implements Stmt {}

    record Import(Expr template, String name, boolean withContext, Span span) implements Stmt {}

    record FromImport(Expr template, List<Alias> names, boolean withContext, Span span) implements Stmt {}

    record Extends(Expr template, Span span) implements Stmt {}

    record Block(String name, List<Stmt> body, Span span) implements Stmt {}

    record Do(Expr expression) implements Stmt {}

    record Break(Span span) implements Stmt {}

    record Continue(Span span) implements Stmt {}

    record Parameter(String name, @Nullable Expr fallback) {}

    record Binding(Target target, Expr value) {}

    record Alias(String name, String as, Span span) {}

    /** One filter of a filter block: what it is applied to comes from outside. */
    record Pipe(Signature filter, Expr.Args args, Span span) {}

    /** What an assignment names. */
    sealed interface Target {
        Span span();

        record One(String name, Span span) implements Target {}

        record Several(List<Target> targets, Span span) implements Target {}

        /** {@code ns.name}, of a {@code namespace()}. */
        record Member(String namespace, String name, Span span) implements Target {}
    }
}
