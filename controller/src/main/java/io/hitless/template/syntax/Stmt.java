package io.hitless.template.syntax;

import io.hitless.source.Span;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed statement. A new kind needs a record here, a case in {@link StatementParser}, and a case in the renderer.
 */
public sealed interface Stmt {
    /** The statements inside of this one. */
    default List<List<Stmt>> bodies() {
        return switch (this) {
            case For loop -> List.of(loop.body(), loop.orElse());
            case If(var branches, var orElse) -> {
                List<List<Stmt>> bodies = new ArrayList<>(List.of(orElse));
                branches.forEach(branch -> bodies.add(branch.body()));
                yield bodies;
            }
            case SetBlock block -> List.of(block.body());
            case Macro macro -> List.of(macro.body());
            case CallBlock call -> List.of(call.caller().body());
            case FilterBlock(var _, var body) -> List.of(body);
            case With(var _, var body) -> List.of(body);
            case Block block -> List.of(block.body());
            case Data _, Output _, Set _, Include _, Import _, FromImport _, Extends _, Do _, Break _, Continue _ ->
                List.of();
        };
    }

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
     * A macro.
     *
     * @param name empty for the body of a {@code call}
     * @param takesMore whether the body uses {@code varargs}
     * @param takesMoreNamed whether the body uses {@code kwargs}
     * @param usesCaller whether the body uses {@code caller}, without declaring it as a parameter
     */
    record Macro(
            String name,
            List<Parameter> parameters,
            List<Stmt> body,
            boolean takesMore,
            boolean takesMoreNamed,
            boolean usesCaller,
            Span span)
            implements Stmt {}

    record CallBlock(Expr.Call call, Macro caller, Span span) implements Stmt {}

    record FilterBlock(List<Pipe> filters, List<Stmt> body) implements Stmt {}

    record With(List<Binding> bindings, List<Stmt> body) implements Stmt {}

    record Include(Expr template, boolean ignoreMissing, boolean withContext, Span span) implements Stmt {}

    record Import(Expr template, String name, boolean withContext, Span span) implements Stmt {}

    record FromImport(Expr template, List<Alias> names, boolean withContext, Span span) implements Stmt {}

    record Extends(Expr template, Span span) implements Stmt {}

    record Block(String name, List<Stmt> body, boolean scoped, boolean required, Span span) implements Stmt {}

    record Do(Expr expression) implements Stmt {}

    record Break(Span span) implements Stmt {}

    record Continue(Span span) implements Stmt {}

    record Parameter(String name, @Nullable Expr fallback) {}

    record Binding(Target target, Expr value) {}

    record Alias(String name, String as, Span span) {}

    /** One filter of a chain; the value that it applies to is not part of it. */
    record Pipe(Signature filter, Expr.Args args, Span span) {}

    /** The target of an assignment. */
    sealed interface Target {
        Span span();

        record One(String name, Span span) implements Target {}

        record Several(List<Target> targets, Span span) implements Target {}

        /** {@code ns.name}, of a {@code namespace()}. */
        record Member(String namespace, String name, Span span) implements Target {}
    }
}
