package io.hitless.template.syntax;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Collects the {@link Reference}s of a template. A reference is not certain if it is in a branch, a loop or a macro, or
 * the operand of something that accepts undefined values.
 */
public final class References {
    private static final Set<String> LOOKUPS = Set.of("lookup", "query", "q");

    /** References in deeper expressions are not collected. The run has its own limit for the depth. */
    private static final int DEEPEST = 200;

    private final List<Reference> found = new ArrayList<>();
    private final Set<String> assigned = new HashSet<>();

    private int depth;

    private References() {}

    public static List<Reference> of(ParsedTemplate template) {
        List<Stmt> body = template.body();
        References references = new References();
        boolean child = body.stream().anyMatch(Stmt.Extends.class::isInstance);
        for (Stmt stmt : body) {
            references.statement(stmt, !child || stmt instanceof Stmt.Extends);
        }
        return references.found.stream()
                .filter(each -> !(each instanceof Reference.Variable variable)
                        || !references.assigned.contains(variable.name()))
                .toList();
    }

    private void statements(List<Stmt> body, boolean certain) {
        body.forEach(stmt -> statement(stmt, certain));
    }

    private void statement(Stmt stmt, boolean certain) {
        switch (stmt) {
            case Stmt.Data _, Stmt.Break _, Stmt.Continue _ -> {}
            case Stmt.Output(var value) -> expression(value, certain);
            case Stmt.Do(var value) -> expression(value, certain);
            case Stmt.For loop -> loop(loop, certain);
            case Stmt.If(var branches, var orElse) -> branches(branches, orElse, certain);
            case Stmt.Set(var target, var value) -> {
                assign(target);
                expression(value, certain);
            }
            case Stmt.SetBlock(var target, var filters, var body) -> {
                assign(target);
                pipes(filters);
                statements(body, certain);
            }
            case Stmt.Macro macro -> macro(macro);
            case Stmt.CallBlock(var call, var caller, var _) -> {
                expression(call, certain);
                macro(caller);
            }
            case Stmt.FilterBlock(var filters, var body) -> {
                pipes(filters);
                statements(body, certain);
            }
            case Stmt.With(var bindings, var body) -> {
                bindings.forEach(binding -> {
                    assign(binding.target());
                    expression(binding.value(), certain);
                });
                statements(body, certain);
            }
            case Stmt.Include include -> part(include.template(), include.ignoreMissing(), certain);
            case Stmt.Import(var template, var name, var _, var _) -> {
                assigned.add(name);
                part(template, false, certain);
            }
            case Stmt.FromImport(var template, var names, var _, var _) -> {
                names.forEach(alias -> assigned.add(alias.as()));
                part(template, false, certain);
            }
            case Stmt.Extends(var template, var _) -> part(template, false, certain);
            case Stmt.Block block -> statements(block.body(), certain);
        }
    }

    private void loop(Stmt.For loop, boolean certain) {
        assign(loop.target());
        expression(loop.items(), certain);
        if (loop.filter() != null) {
            expression(loop.filter(), false);
        }
        statements(loop.body(), false);
        statements(loop.orElse(), false);
    }

    private void branches(List<Stmt.Branch> branches, List<Stmt> orElse, boolean certain) {
        boolean first = certain;
        for (Stmt.Branch branch : branches) {
            expression(branch.test(), first);
            statements(branch.body(), false);
            first = false;
        }
        statements(orElse, false);
    }

    private void macro(Stmt.Macro macro) {
        assigned.add(macro.name());
        macro.parameters().forEach(parameter -> assigned.add(parameter.name()));
        statements(macro.body(), false);
    }

    private void pipes(List<Stmt.Pipe> filters) {
        filters.forEach(filter -> arguments(filter.args(), false));
    }

    private void assign(Stmt.Target target) {
        switch (target) {
            case Stmt.Target.One one -> assigned.add(one.name());
            case Stmt.Target.Several several -> several.targets().forEach(this::assign);
            case Stmt.Target.Member _ -> {}
        }
    }

    private void part(Expr template, boolean optional, boolean certain) {
        if (template instanceof Expr.Literal(String name, var span)) {
            found.add(new Reference.TemplateFile(name, true, optional, certain, span));
        } else {
            expression(template, certain);
        }
    }

    private void expression(Expr expr, boolean certain) {
        if (depth < DEEPEST) {
            depth++;
            parts(expr, certain);
            depth--;
        }
    }

    private void parts(Expr expr, boolean certain) {
        switch (expr) {
            case Expr.Literal _, Expr.Embedded _, Expr.Fault _ -> {}
            case Expr.Name(var name, var span) -> found.add(new Reference.Variable(name, certain, span));
            case Expr.Attribute attribute -> expression(attribute.target(), certain);
            case Expr.Item item -> all(List.of(item.target(), item.key()), certain);
            case Expr.Slice slice -> expression(slice.target(), certain);
            case Expr.Call call -> call(call, certain);
            case Expr.Filter filter -> {
                // Some filters accept an undefined value, such as 'default'.
                expression(filter.target(), certain && !(filter.target() instanceof Expr.Name));
                arguments(filter.args(), false);
            }
            case Expr.Test test -> {
                expression(test.target(), certain && !(test.target() instanceof Expr.Name));
                arguments(test.args(), false);
            }
            case Expr.Negate negate -> expression(negate.operand(), certain);
            case Expr.Plus plus -> expression(plus.operand(), certain);
            case Expr.Not not -> expression(not.operand(), certain);
            case Expr.And and -> either(and.left(), and.right(), certain);
            case Expr.Or or -> either(or.left(), or.right(), certain);
            case Expr.Binary binary -> all(List.of(binary.left(), binary.right()), certain);
            case Expr.Concat concat -> all(concat.parts(), certain);
            case Expr.Compare(var left, var rest, var _) -> {
                all(List.of(left, rest.getFirst().right()), certain);
                rest.forEach(next -> expression(next.right(), false));
            }
            case Expr.Conditional conditional -> {
                expression(conditional.test(), certain);
                expression(conditional.then(), false);
                if (conditional.orElse() != null) {
                    expression(conditional.orElse(), false);
                }
            }
            case Expr.ListOf list -> all(list.items(), certain);
            case Expr.TupleOf tuple -> all(tuple.items(), certain);
            case Expr.DictOf dict -> dict.entries().forEach(entry -> all(List.of(entry.key(), entry.value()), certain));
        }
    }

    private void all(List<? extends Expr> several, boolean certain) {
        several.forEach(expr -> expression(expr, certain));
    }

    private void either(Expr left, Expr right, boolean certain) {
        expression(left, certain);
        expression(right, false);
    }

    private void call(Expr.Call call, boolean certain) {
        List<Expr> terms = call.args().positional();
        if (call.callee() instanceof Expr.Name(var function, var _)
                && LOOKUPS.contains(function)
                && !terms.isEmpty()
                && terms.getFirst() instanceof Expr.Literal(String lookup, var _)) {
            lookup(lookup.substring(lookup.lastIndexOf('.') + 1), call.args(), certain);
            return;
        }
        if (!(call.callee() instanceof Expr.Name)) {
            expression(call.callee(), certain);
        }
        arguments(call.args(), certain);
    }

    // A lookup with options is not certain: an option may allow it to fail, or change the syntax of the file.
    private void lookup(String lookup, Expr.Args args, boolean certain) {
        boolean plain = args.named().isEmpty() && args.moreNamed() == null;
        for (Expr term : args.positional().subList(1, args.positional().size())) {
            if (!(term instanceof Expr.Literal(String name, var span))) {
                expression(term, certain && plain);
                continue;
            }
            switch (lookup) {
                case "template" -> {
                    if (plain) {
                        found.add(new Reference.TemplateFile(name, false, false, certain, span));
                    }
                }
                case "file", "unvault" -> found.add(new Reference.DataFile(name, certain && plain, span));
                default -> {}
            }
        }
        args.named().forEach(named -> expression(named.value(), false));
    }

    private void arguments(Expr.Args args, boolean certain) {
        all(args.positional(), certain);
        args.named().forEach(named -> expression(named.value(), certain));
        if (args.more() != null) {
            expression(args.more(), certain);
        }
        if (args.moreNamed() != null) {
            expression(args.moreNamed(), certain);
        }
    }
}
