package io.hitless.template.syntax;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An expression, parsed. A new kind is a new record here, a case in {@link OperandParser} or {@link ExpressionParser}
 * and one in the evaluator.
 */
public sealed interface Expr {
    Span span();

    record Literal(@Nullable Object value, Span span) implements Expr {}

    /** A quoted text that is a template of its own. */
    record Embedded(ParsedTemplate template, Span span) implements Expr {}

    /** What can't be evaluated, as a lookup that does not exist: it fails where it is reached. */
    record Fault(UserError error, Span span) implements Expr {}

    record Name(String name, Span span) implements Expr {}

    /** {@code target.name}: Python's attributes before the items. */
    record Attribute(Expr target, String name, Span span) implements Expr {}

    /** {@code target[key]}: the items before Python's attributes. */
    record Item(Expr target, Expr key, Span span) implements Expr {}

    record Slice(
            Expr target,
            @Nullable Expr from,
            @Nullable Expr to,
            @Nullable Expr step,
            Span span) implements Expr {}

    record Call(Expr callee, Args args, Span span) implements Expr {}

    record Filter(Expr target, Signature filter, Args args, Span span) implements Expr {}

    record Test(Expr target, Signature test, Args args, boolean negated, Span span) implements Expr {}

    record Negate(Expr operand, Span span) implements Expr {}

    record Plus(Expr operand, Span span) implements Expr {}

    record Not(Expr operand, Span span) implements Expr {}

    record And(Expr left, Expr right, Span span) implements Expr {}

    record Or(Expr left, Expr right, Span span) implements Expr {}

    record Binary(Operator operator, Expr left, Expr right, Span span) implements Expr {}

    enum Operator {
        ADD("+"),
        SUBTRACT("-"),
        MULTIPLY("*"),
        DIVIDE("/"),
        FLOOR_DIVIDE("//"),
        MODULO("%"),
        POWER("**");

        private final String sign;

        Operator(String sign) {
            this.sign = sign;
        }

        public String sign() {
            return sign;
        }
    }

    /** {@code a ~ b ~ c}. */
    record Concat(List<Expr> parts, Span span) implements Expr {}

    /** {@code a < b <= c}: each pair holds. */
    record Compare(Expr first, List<Comparison> rest, Span span) implements Expr {}

    record Comparison(Comparator operator, Expr right) {}

    enum Comparator {
        EQUAL,
        UNEQUAL,
        LESS,
        LESS_OR_EQUAL,
        GREATER,
        GREATER_OR_EQUAL,
        IN,
        NOT_IN
    }

    record Conditional(Expr then, Expr test, @Nullable Expr orElse, Span span) implements Expr {}

    record ListOf(List<Expr> items, Span span) implements Expr {}

    record TupleOf(List<Expr> items, Span span) implements Expr {}

    record DictOf(List<Entry> entries, Span span) implements Expr {}

    record Entry(Expr key, Expr value) {}

    /** The arguments of a call: {@code (1, x=2, *more, **named)}. */
    record Args(
            List<Expr> positional,
            List<Named> named,
            @Nullable Expr more,
            @Nullable Expr moreNamed) {
        static final Args NONE = new Args(List.of(), List.of(), null, null);

        public boolean isEmpty() {
            return positional.isEmpty() && named.isEmpty() && more == null && moreNamed == null;
        }
    }

    record Named(String name, Expr value, Span span) {}
}
