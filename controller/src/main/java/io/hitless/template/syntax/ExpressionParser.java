package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Expr.Comparator;
import io.hitless.template.syntax.Expr.Operator;
import io.hitless.template.syntax.Token.Kind;
import io.hitless.value.ComputeLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Parses expressions by recursive descent, one method for each precedence of operators. {@link OperandParser} parses
 * the operands.
 *
 * <pre>
 * tuple       = expression { "," expression } [ "," ]
 * expression  = or [ "if" or [ "else" expression ] ]
 * or          = and { "or" and }
 * and         = not { "and" not }
 * not         = "not" not | comparison
 * comparison  = sum { ( "==" | "!=" | "<" | "<=" | ">" | ">=" | "in" | "not" "in" ) sum }
 * sum         = concat { ( "+" | "-" ) concat }
 * concat      = product { "~" product }
 * product     = power { ( "*" | "/" | "//" | "%" ) power }
 * power       = unary { "**" unary }
 * unary       = ( ( "-" | "+" ) bare | primary ) postfix* suffix*
 * bare        = ( "-" | "+" ) bare postfix* | primary postfix*
 * </pre>
 */
abstract class ExpressionParser extends OperandParser {
    private static final Map<String, Comparator> COMPARATORS = Map.of(
            "==", Comparator.EQUAL,
            "!=", Comparator.UNEQUAL,
            "<", Comparator.LESS,
            "<=", Comparator.LESS_OR_EQUAL,
            ">", Comparator.GREATER,
            ">=", Comparator.GREATER_OR_EQUAL);

    private static final Map<String, Operator> PRODUCTS =
            Map.of("*", Operator.MULTIPLY, "/", Operator.DIVIDE, "//", Operator.FLOOR_DIVIDE, "%", Operator.MODULO);

    private int depth;

    ExpressionParser(MappedText source, List<Token> tokens, BuiltinRegistry builtins, boolean embeds) {
        super(source, tokens, builtins, embeds);
    }

    @Override
    final Expr tuple(boolean conditional) {
        Token first = token();
        Expr only = conditional ? expression() : or();
        if (!token().isOperator(",")) {
            return only;
        }
        List<Expr> items = new ArrayList<>(List.of(only));
        while (skipOperator(",") && !endsTuple()) {
            items.add(conditional ? expression() : or());
        }
        return new Expr.TupleOf(List.copyOf(items), since(first));
    }

    private boolean endsTuple() {
        Token token = token();
        return switch (token.kind()) {
            case VARIABLE_END, BLOCK_END, END -> true;
            case OPERATOR -> token.isOperator(")");
            case NAME -> token.isName("recursive") || token.isName("if");
            default -> false;
        };
    }

    @Override
    final Expr expression() {
        return deeper(this::choice);
    }

    // A generated expression may be nested so deeply that it would overflow the stack.
    private Expr deeper(Supplier<Expr> inner) {
        Token first = token();
        try {
            ComputeLimits.depth(++depth);
            return inner.get();
        } catch (UserError e) {
            throw e.at(span(first));
        } finally {
            depth--;
        }
    }

    private Expr choice() {
        Token first = token();
        Expr expr = or();
        while (skipName("if")) {
            Expr test = or();
            Expr orElse = skipName("else") ? expression() : null;
            expr = new Expr.Conditional(expr, test, orElse, since(first));
        }
        return expr;
    }

    private Expr or() {
        Token first = token();
        Expr left = and();
        while (skipName("or")) {
            left = new Expr.Or(left, and(), since(first));
        }
        return left;
    }

    private Expr and() {
        Token first = token();
        Expr left = not();
        while (skipName("and")) {
            left = new Expr.And(left, not(), since(first));
        }
        return left;
    }

    private Expr not() {
        Token first = token();
        if (skipName("not")) {
            return new Expr.Not(deeper(this::not), since(first));
        }
        return comparison();
    }

    private Expr comparison() {
        Token first = token();
        Expr left = sum();
        List<Expr.Comparison> rest = new ArrayList<>();
        while (true) {
            Comparator comparator = token().kind() == Kind.OPERATOR ? COMPARATORS.get(token().text()) : null;
            if (comparator != null) {
                next();
                rest.add(new Expr.Comparison(comparator, sum()));
            } else if (skipName("in")) {
                rest.add(new Expr.Comparison(Comparator.IN, sum()));
            } else if (token().isName("not") && ahead(1).isName("in")) {
                next();
                next();
                rest.add(new Expr.Comparison(Comparator.NOT_IN, sum()));
            } else if (token().isOperator("=")) {
                throw new UserError(span(token()), "unexpected '='", "did you mean '=='?");
            } else {
                return rest.isEmpty() ? left : new Expr.Compare(left, List.copyOf(rest), since(first));
            }
        }
    }

    private Expr sum() {
        Token first = token();
        Expr left = concat();
        while (token().isOperator("+") || token().isOperator("-")) {
            Operator operator = next().text().equals("+") ? Operator.ADD : Operator.SUBTRACT;
            left = new Expr.Binary(operator, left, concat(), since(first));
        }
        return left;
    }

    private Expr concat() {
        Token first = token();
        Expr left = product();
        if (!token().isOperator("~")) {
            return left;
        }
        List<Expr> parts = new ArrayList<>(List.of(left));
        while (skipOperator("~")) {
            parts.add(product());
        }
        return new Expr.Concat(List.copyOf(parts), since(first));
    }

    private Expr product() {
        Token first = token();
        Expr left = power();
        while (true) {
            Operator operator = token().kind() == Kind.OPERATOR ? PRODUCTS.get(token().text()) : null;
            if (operator == null) {
                return left;
            }
            next();
            left = new Expr.Binary(operator, left, power(), since(first));
        }
    }

    private Expr power() {
        Token first = token();
        Expr left = unary(true);
        while (skipOperator("**")) {
            left = new Expr.Binary(Operator.POWER, left, unary(true), since(first));
        }
        return left;
    }

    private Expr unary(boolean withSuffix) {
        Token first = token();
        Expr expr;
        if (skipOperator("-")) {
            expr = new Expr.Negate(deeper(() -> unary(false)), since(first));
        } else if (skipOperator("+")) {
            expr = new Expr.Plus(deeper(() -> unary(false)), since(first));
        } else {
            expr = primary();
        }
        expr = postfix(expr, first);
        return withSuffix ? suffix(expr, first) : expr;
    }
}
