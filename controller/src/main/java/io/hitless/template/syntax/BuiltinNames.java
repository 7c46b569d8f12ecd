package io.hitless.template.syntax;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Expr.Args;
import java.util.List;
import java.util.Set;
import java.util.function.Function;

/** Looks the names of filters, tests and lookups up while a template is read, so that a wrong one is an error there. */
record BuiltinNames(BuiltinRegistry registry) {
    private static final Set<String> LOOKUPS = Set.of("lookup", "query", "q");
    private static final Set<String> NESTING = Set.of("map", "select", "reject", "selectattr", "rejectattr");

    Signature filter(String name, Span place) {
        return at(place, registry::filter, name);
    }

    Signature test(String name, Span place) {
        return at(place, registry::test, name);
    }

    private static Signature at(Span place, Function<String, Signature> find, String name) {
        try {
            return find.apply(name);
        } catch (UserError e) {
            throw e.at(place);
        }
    }

    /** Whether a call of this is one of {@code lookup} or {@code query}. */
    static boolean isLookup(Expr callee) {
        return callee instanceof Expr.Name(var function, var _) && LOOKUPS.contains(function);
    }

    /** A lookup named by a literal is checked as a filter is. */
    void checkLookup(Expr callee, Args args) {
        if (isLookup(callee) && !args.positional().isEmpty()) {
            checkLiteral(args.positional().getFirst(), registry::lookup);
        }
    }

    private static void checkLiteral(Expr name, Function<String, Signature> find) {
        if (name instanceof Expr.Literal(var value, var span) && value instanceof String text) {
            at(span, find, text);
        }
    }

    /** The filter in {@code map('upper')} and the test in {@code select('odd')} are names too. */
    void checkNested(Signature filter, Args args) {
        int place = filter.name().endsWith("attr") ? 1 : 0;
        if (NESTING.contains(filter.name()) && args.positional().size() > place) {
            checkLiteral(args.positional().get(place), filter.name().equals("map") ? registry::filter : registry::test);
        }
    }

    static void checkArguments(Signature builtin, Args args, Span place) {
        try {
            builtin.check(args.positional().size(), List.of());
        } catch (UserError e) {
            throw e.at(place);
        }
        for (Expr.Named named : args.named()) {
            try {
                builtin.check(0, List.of(named.name()));
            } catch (UserError e) {
                throw e.at(named.span());
            }
        }
    }
}
