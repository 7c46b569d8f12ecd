package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Expr.Args;
import io.hitless.template.syntax.Expr.Comparator;
import io.hitless.template.syntax.Expr.Operator;
import io.hitless.template.syntax.Token.Kind;
import io.hitless.value.ComputeLimits;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * Reads expressions by recursive descent. Names of filters, tests and literal lookups are looked up here, so that a
 * wrong one is an error before anything runs.
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
 * primary     = name | integer | float | string { string } | "(" [ tuple ] ")" | "[" … "]" | "{" key ":" value, … "}"
 * postfix     = "." ( name | integer ) | "[" subscript { "," subscript } "]" | call
 * subscript   = expression | [ expression ] ":" [ expression ] [ ":" [ expression ] ]
 * suffix      = "|" dotted [ call ] | "is" [ "not" ] dotted [ call | primary postfix* ] | call
 * call        = "(" { expression | name "=" expression | "*" expression | "**" expression , } ")"
 * </pre>
 *
 * As in Ansible, a quoted text in a condition or in the arguments of a lookup is a template of its own if it has marks
 * of one. Its value is data there: nothing that it gives can break out of the quotes.
 */
abstract class Parser {
    /** What can follow a test without being its argument. */
    private static final Set<String> NO_ARGUMENT = Set.of("else", "or", "and", "if", "is", "in", "not", "recursive");

    private static final Map<String, Comparator> COMPARATORS = Map.of(
            "==", Comparator.EQUAL,
            "!=", Comparator.UNEQUAL,
            "<", Comparator.LESS,
            "<=", Comparator.LESS_OR_EQUAL,
            ">", Comparator.GREATER,
            ">=", Comparator.GREATER_OR_EQUAL);

    private static final Map<String, Operator> PRODUCTS =
            Map.of("*", Operator.MULTIPLY, "/", Operator.DIVIDE, "//", Operator.FLOOR_DIVIDE, "%", Operator.MODULO);

    private final MappedText source;
    private final List<Token> tokens;
    private final BuiltinNames builtins;
    private int at;
    /** Whether quoted texts are templates where the parser is. */
    private boolean embeds;

    private int depth;

    /** @param embeds whether quoted texts are templates everywhere in it */
    Parser(MappedText source, List<Token> tokens, BuiltinRegistry builtins, boolean embeds) {
        this.source = source;
        this.tokens = tokens;
        this.builtins = new BuiltinNames(builtins);
        this.embeds = embeds;
    }

    /** The template that a quoted text is. */
    abstract ParsedTemplate embedded(MappedText quoted);

    final void expectEnd() {
        if (token().kind() != Kind.END) {
            throw unexpected("the end of the expression");
        }
    }

    // ---- tokens

    final Token token() {
        return tokens.get(at);
    }

    final Token ahead(int by) {
        return tokens.get(Math.min(at + by, tokens.size() - 1));
    }

    final int position() {
        return at;
    }

    /** Whether a name stands between the token at {@code from} and the one that is next. */
    final boolean named(String name, int from) {
        return tokens.subList(from, at).stream().anyMatch(token -> token.isName(name));
    }

    final Token next() {
        Token token = tokens.get(at);
        if (token.kind() != Kind.END) {
            at++;
        }
        return token;
    }

    final boolean skipOperator(String operator) {
        if (token().isOperator(operator)) {
            at++;
            return true;
        }
        return false;
    }

    final boolean skipName(String name) {
        if (token().isName(name)) {
            at++;
            return true;
        }
        return false;
    }

    final Token expect(Kind kind, String what) {
        if (token().kind() != kind) {
            throw unexpected(what);
        }
        return next();
    }

    final void expectOperator(String operator) {
        if (!skipOperator(operator)) {
            throw unexpected("'" + operator + "'");
        }
    }

    final UserError unexpected(String wanted) {
        Token token = token();
        return new UserError(
                source.span(token.start(), token.end()), "unexpected " + token.shown() + ", wanted " + wanted);
    }

    final Span span(Token token) {
        return source.span(token.start(), token.end());
    }

    /** From a token to the one last taken. */
    final Span since(Token first) {
        return source.span(
                first.start(),
                Math.max(first.end(), tokens.get(Math.max(0, at - 1)).end()));
    }

    // ---- expressions

    /** An expression, or a tuple where a comma follows. */
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

    final Expr expression() {
        return deeper(this::choice);
    }

    // Who writes expressions by program must not use up the stack.
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

    final Expr or() {
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
                at += 2;
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

    private Expr primary() {
        Token token = token();
        return switch (token.kind()) {
            case NAME -> {
                next();
                yield switch (token.text()) {
                    case "true", "True" -> new Expr.Literal(true, span(token));
                    case "false", "False" -> new Expr.Literal(false, span(token));
                    case "none", "None" -> new Expr.Literal(null, span(token));
                    default -> new Expr.Name(token.text(), span(token));
                };
            }
            case STRING -> string();
            case INTEGER -> new Expr.Literal(integer(next()), span(token));
            case FLOAT -> new Expr.Literal(Double.valueOf(next().text().replace("_", "")), span(token));
            case OPERATOR ->
                switch (token.text()) {
                    case "(" -> parenthesis();
                    case "[" -> list();
                    case "{" -> dict();
                    default -> throw unexpected("an expression");
                };
            default -> throw unexpected("an expression");
        };
    }

    private Expr string() {
        Token first = next();
        if (token().kind() != Kind.STRING) {
            return embeds && Syntax.PLAYBOOK.marks(first.text())
                    ? embedded(first)
                    : new Expr.Literal(first.text(), span(first));
        }
        StringBuilder joined = new StringBuilder(first.text());
        while (token().kind() == Kind.STRING) {
            joined.append(next().text());
        }
        return new Expr.Literal(joined.toString(), since(first));
    }

    private Expr embedded(Token quoted) {
        MappedText within = source.part(quoted.start() + 1, quoted.end() - 1);
        boolean verbatim = within.text().equals(quoted.text());
        return new Expr.Embedded(
                embedded(verbatim ? within : MappedText.opaque(span(quoted), quoted.text())), span(quoted));
    }

    private Long integer(Token token) {
        String digits = token.text().replace("_", "");
        try {
            if (digits.length() > 2 && digits.charAt(0) == '0' && Character.isLetter(digits.charAt(1))) {
                int radix = switch (Character.toLowerCase(digits.charAt(1))) {
                    case 'x' -> 16;
                    case 'o' -> 8;
                    default -> 2;
                };
                return Long.valueOf(digits.substring(2), radix);
            }
            return Long.valueOf(digits);
        } catch (NumberFormatException _) {
            throw new UserError(span(token), "not a whole number of 64 bits: " + token.text());
        }
    }

    private Expr parenthesis() {
        Token first = next();
        if (skipOperator(")")) {
            return new Expr.TupleOf(List.of(), since(first));
        }
        Expr inner = tuple(true);
        expectOperator(")");
        return inner instanceof Expr.TupleOf(var items, var _) && token().start() > first.start()
                ? new Expr.TupleOf(items, since(first))
                : inner;
    }

    private Expr list() {
        Token first = next();
        List<Expr> items = new ArrayList<>();
        while (!skipOperator("]")) {
            if (!items.isEmpty()) {
                expectOperator(",");
                if (skipOperator("]")) {
                    break;
                }
            }
            items.add(expression());
        }
        return new Expr.ListOf(List.copyOf(items), since(first));
    }

    private Expr dict() {
        Token first = next();
        List<Expr.Entry> entries = new ArrayList<>();
        while (!skipOperator("}")) {
            if (!entries.isEmpty()) {
                expectOperator(",");
                if (skipOperator("}")) {
                    break;
                }
            }
            Expr key = expression();
            expectOperator(":");
            entries.add(new Expr.Entry(key, expression()));
        }
        return new Expr.DictOf(List.copyOf(entries), since(first));
    }

    private Expr postfix(Expr target, Token first) {
        Expr expr = target;
        while (true) {
            if (skipOperator(".")) {
                Token member = next();
                switch (member.kind()) {
                    case NAME -> expr = new Expr.Attribute(expr, member.text(), since(first));
                    case INTEGER ->
                        expr = new Expr.Item(expr, new Expr.Literal(integer(member), span(member)), since(first));
                    default -> {
                        at--;
                        throw unexpected("a name after '.'");
                    }
                }
            } else if (token().isOperator("[")) {
                expr = subscript(expr, first);
            } else if (token().isOperator("(")) {
                expr = call(expr, first);
            } else {
                return expr;
            }
        }
    }

    private Expr subscript(Expr target, Token first) {
        next();
        Expr key = token().isOperator(":") ? null : expression();
        if (!token().isOperator(":")) {
            if (key != null && token().isOperator(",")) {
                List<Expr> keys = new ArrayList<>(List.of(key));
                while (skipOperator(",")) {
                    keys.add(expression());
                }
                key = new Expr.TupleOf(List.copyOf(keys), since(first));
            }
            expectOperator("]");
            return new Expr.Item(target, key == null ? new Expr.Literal(null, since(first)) : key, since(first));
        }
        next();
        Expr to = token().isOperator("]") || token().isOperator(":") ? null : expression();
        Expr step = null;
        if (skipOperator(":")) {
            step = token().isOperator("]") ? null : expression();
        }
        expectOperator("]");
        return new Expr.Slice(target, key, to, step, since(first));
    }

    private Expr.Call call(Expr callee, Token first) {
        boolean around = embeds;
        embeds |= BuiltinNames.isLookup(callee);
        Args args = args();
        embeds = around;
        Expr.Call call = new Expr.Call(callee, args, since(first));
        builtins.checkLookup(callee, args);
        return call;
    }

    /** Arguments in round brackets, which are there. */
    final Args args() {
        expectOperator("(");
        List<Expr> positional = new ArrayList<>();
        List<Expr.Named> named = new ArrayList<>();
        Expr more = null;
        Expr moreNamed = null;
        boolean first = true;
        while (!skipOperator(")")) {
            if (!first) {
                expectOperator(",");
                if (skipOperator(")")) {
                    break;
                }
            }
            first = false;
            if (skipOperator("*")) {
                more = expression();
            } else if (skipOperator("**")) {
                moreNamed = expression();
            } else if (token().kind() == Kind.NAME && ahead(1).isOperator("=")) {
                Token name = next();
                next();
                named.add(new Expr.Named(name.text(), expression(), span(name)));
            } else {
                if (!named.isEmpty() || moreNamed != null) {
                    throw new UserError(span(token()), "an argument by place can't follow one by name");
                }
                positional.add(expression());
            }
        }
        return new Args(List.copyOf(positional), List.copyOf(named), more, moreNamed);
    }

    private Expr suffix(Expr target, Token first) {
        Expr expr = target;
        while (true) {
            if (token().isOperator("|")) {
                next();
                Stmt.Pipe pipe = pipe();
                expr = new Expr.Filter(expr, pipe.filter(), pipe.args(), since(first));
            } else if (skipName("is")) {
                expr = test(expr, first);
            } else if (token().isOperator("(")) {
                expr = call(expr, first);
            } else {
                return expr;
            }
        }
    }

    /** A filter's name and arguments, after the bar. */
    final Stmt.Pipe pipe() {
        Token first = token();
        String name = dotted("a filter's name");
        Span place = since(first);
        Signature filter = builtins.filter(name, place);
        Args args = token().isOperator("(") ? args() : Args.NONE;
        BuiltinNames.checkArguments(filter, args, place);
        builtins.checkNested(filter, args);
        return new Stmt.Pipe(filter, args, since(first));
    }

    private Expr test(Expr target, Token first) {
        boolean negated = skipName("not");
        Token start = token();
        String name = dotted("a test's name");
        Span place = since(start);
        Signature test = builtins.test(name, place);
        Args args = Args.NONE;
        if (token().isOperator("(")) {
            args = args();
        } else if (startsArgument(token())) {
            Token argument = token();
            args = new Args(List.of(postfix(primary(), argument)), List.of(), null, null);
        }
        BuiltinNames.checkArguments(test, args, place);
        return new Expr.Test(target, test, args, negated, since(first));
    }

    private static boolean startsArgument(Token token) {
        return switch (token.kind()) {
            case NAME -> !NO_ARGUMENT.contains(token.text());
            case STRING, INTEGER, FLOAT -> true;
            case OPERATOR -> token.isOperator("[") || token.isOperator("{");
            default -> false;
        };
    }

    private String dotted(String what) {
        StringBuilder name = new StringBuilder(expect(Kind.NAME, what).text());
        while (skipOperator(".")) {
            name.append('.').append(expect(Kind.NAME, what).text());
        }
        return name.toString();
    }

    /** An unknown name among those that exist, as an error at a token. */
    final UserError unknown(Token token, String what, java.util.Collection<String> known) {
        return new UserError(
                span(token), "unknown " + what + " '" + token.text() + "'", Suggestion.didYouMean(token.text(), known));
    }
}
