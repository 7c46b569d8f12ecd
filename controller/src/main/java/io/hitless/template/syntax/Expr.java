package io.hitless.template.syntax;

import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A parsed expression. A new kind needs a record here, a case in {@link OperandParser} or {@link ExpressionParser}, and
 * a case in the evaluator.
 */
public sealed interface Expr {
    Span span();

    record Literal(@Nullable Object value, Span span) implements Expr {}

    /** A quoted text that is itself a template. */
    record Embedded(ParsedTemplate template, Span span) implements Expr {}

    /** An expression that can't be evaluated, such as a call of an unknown lookup. Evaluating it is an error. */
    record Fault(UserError error, Span span) implements Expr {}

    record Name(String name, Span span) implements Expr {}

    /** {@code target.name}: Python's attributes win over items. */
    record Attribute(Expr target, String name, Span span) implements Expr {}

    /** {@code target[key]}: items win over Python's attributes. */
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

    /** {@code a < b <= c}: true if each pair is. */
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
