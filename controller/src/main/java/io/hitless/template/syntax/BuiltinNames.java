package io.hitless.template.syntax;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Expr.Args;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Looks up the names of filters, tests and lookups while a template is parsed. Unknown names and wrong arguments are
 * recorded as faults; they are errors only if they are reached.
 */
final class BuiltinNames {
    private static final Set<String> LOOKUPS = Set.of("lookup", "query", "q");
    private static final Set<String> NESTING = Set.of("map", "select", "reject", "selectattr", "rejectattr");

    private final BuiltinRegistry registry;
    private final List<UserError> faults = new ArrayList<>();

    BuiltinNames(BuiltinRegistry registry) {
        this.registry = registry;
    }

    List<UserError> faults() {
        return faults;
    }

    Signature filter(String name, Span place) {
        return found(name, place, registry::filter);
    }

    Signature test(String name, Span place) {
        return found(name, place, registry::test);
    }

    private Signature found(String name, Span place, Function<String, Signature> find) {
        try {
            return find.apply(name);
        } catch (UserError e) {
            faults.add(e.at(place));
            return new AbsentBuiltin(name, e.at(place));
        }
    }

    /** Whether the called function is {@code lookup} or {@code query}. */
    static boolean isLookup(Expr callee) {
        return callee instanceof Expr.Name(var function, var _) && LOOKUPS.contains(function);
    }

    /** Checks the name of a lookup if it is a literal. */
    Expr checkedLookup(Expr.Call call) {
        List<Expr> terms = call.args().positional();
        return isLookup(call.callee())
                        && !terms.isEmpty()
                        && literal(terms.getFirst(), registry::lookup) instanceof AbsentBuiltin absent
                ? new Expr.Fault(absent.error(), call.span())
                : call;
    }

    private @Nullable Signature literal(Expr name, Function<String, Signature> find) {
        return name instanceof Expr.Literal(var value, var span) && value instanceof String text
                ? found(text, span, find)
                : null;
    }

    /** Checks names in arguments: of the filter in {@code map('upper')}, of the test in {@code select('odd')}. */
    void checkNested(Signature filter, Args args) {
        int place = filter.name().endsWith("attr") ? 1 : 0;
        if (NESTING.contains(filter.name()) && args.positional().size() > place) {
            literal(args.positional().get(place), filter.name().equals("map") ? registry::filter : registry::test);
        }
    }

    /** Returns the filter or test or, if the arguments are wrong, a replacement that fails. */
    Signature checkedArguments(Signature builtin, Args args, Span place) {
        UserError fault = fault(builtin, args.positional().size(), List.of(), place);
        for (Expr.Named named : args.named()) {
            fault = fault != null ? fault : fault(builtin, 0, List.of(named.name()), named.span());
        }
        if (fault == null) {
            return builtin;
        }
        faults.add(fault);
        return new AbsentBuiltin(builtin.name(), fault);
    }

    private static @Nullable UserError fault(Signature builtin, int positional, List<String> named, Span place) {
        try {
            builtin.check(positional, named);
            return null;
        } catch (UserError e) {
            return e.at(place);
        }
    }
}
