package io.hitless.template.eval;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.format.Coercions;
import io.hitless.template.syntax.AbsentBuiltin;
import io.hitless.template.syntax.Expr;
import io.hitless.template.syntax.Expr.Args;
import io.hitless.template.syntax.Signature;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Evaluates calls: functions and macros, methods, filters and tests, with their arguments. */
final class CallEvaluator {
    private final Evaluation evaluation;
    private final Operands operands;

    /**
     * @param evaluation passed to the called functions
     * @param operands evaluates the called values and the arguments
     */
    CallEvaluator(Evaluation evaluation, Operands operands) {
        this.evaluation = evaluation;
        this.operands = operands;
    }

    @Nullable
    Object call(Expr callee, Args args, @Nullable Frame frame, Span place) {
        if (callee instanceof Expr.Attribute(var target, var name, var _)) {
            Object owner = operands.eval(target, frame);
            Builtin method = AttributeAccess.method(owner, name);
            return method != null
                    ? apply(method, owner, args, frame, place)
                    : call(AttributeAccess.attribute(owner, name), callee, args, frame, place);
        }
        return call(operands.eval(callee, frame), callee, args, frame, place);
    }

    private @Nullable Object call(
            @Nullable Object function, Expr callee, Args args, @Nullable Frame frame, Span place) {
        List<?> positional = positional(args, frame);
        Map<String, ?> named = named(args, frame);
        if (function instanceof Undefined missing) {
            return missing.at(callee.span());
        }
        if (!(function instanceof Callable callable)) {
            throw new UserError(callee.span(), "'" + Values.typeName(function) + "' can't be called");
        }
        Undefined missing = callable instanceof MacroValue ? null : firstUndefined(positional, named);
        if (missing != null) {
            return missing.at(place);
        }
        try {
            return callable.call(evaluation, positional, named);
        } catch (UserError e) {
            return captured(e, place);
        }
    }

    /** Applies a filter, test or method to its subject. The cast is safe: the parser's tables contain only builtins. */
    @Nullable
    Object apply(Signature signature, @Nullable Object subject, Args args, @Nullable Frame frame, Span place) {
        if (signature instanceof AbsentBuiltin absent) {
            throw absent.error();
        }
        Builtin builtin = (Builtin) signature;
        List<?> positional = args.isEmpty() ? List.of() : positional(args, frame);
        Map<String, ?> named = args.isEmpty() ? Map.of() : named(args, frame);
        if (builtin.takes() != Builtin.Takes.UNDEFINED) {
            Undefined missing = subject instanceof Undefined absent && !absent.lenient()
                    ? absent
                    : firstUndefined(positional, named);
            if (missing != null) {
                return missing.at(place);
            }
        }
        try {
            return builtin.apply(evaluation, subject, positional, named);
        } catch (UserError e) {
            return captured(e, place);
        }
    }

    private static @Nullable Undefined firstUndefined(List<?> positional, Map<String, ?> named) {
        for (Object value : positional) {
            if (value instanceof Undefined missing && !missing.lenient()) {
                return missing;
            }
        }
        for (Object value : named.values()) {
            if (value instanceof Undefined missing && !missing.lenient()) {
                return missing;
            }
        }
        return null;
    }

    // Returns the error as an undefined value, so that default() can replace it; a value that is not known yet stays an
    // error.
    private static Undefined captured(UserError error, Span place) {
        if (error instanceof UnknownValueError) {
            throw error;
        }
        return Undefined.of(error.at(place));
    }

    /** Applies a test. A lenient Undefined has no type, so tests of the type are false for it. */
    @Nullable
    Object test(
            Signature test, @Nullable Object subject, Args args, boolean negated, @Nullable Frame frame, Span place) {
        boolean isNothing = subject instanceof Undefined missing && missing.lenient();
        if (isNothing && Set.of("string", "mapping", "sequence").contains(test.name())) {
            return negated;
        }
        Object holds = apply(test, subject, args, frame, place);
        return !negated && holds instanceof Undefined ? holds : (Object) (Values.truthy(holds) != negated);
    }

    private List<?> positional(Args args, @Nullable Frame frame) {
        List<@Nullable Object> values = new ArrayList<>(args.positional().size());
        args.positional().forEach(argument -> values.add(operands.eval(argument, frame)));
        if (args.more() != null) {
            values.addAll(Coercions.list(operands.eval(args.more(), frame)));
        }
        return values;
    }

    private Map<String, ?> named(Args args, @Nullable Frame frame) {
        if (args.named().isEmpty() && args.moreNamed() == null) {
            return Map.of();
        }
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Expr.Named named : args.named()) {
            values.put(named.name(), operands.eval(named.value(), frame));
        }
        if (args.moreNamed() != null) {
            Coercions.map(operands.eval(args.moreNamed(), frame), "**")
                    .forEach((k, v) -> values.put(Values.text(k), v));
        }
        return values;
    }
}
