package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Expr.Args;
import io.hitless.template.syntax.Token.Kind;
import io.hitless.value.Values;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * Parses the operands of operators: literals, names, and the attributes, subscripts, filters, tests and calls that
 * follow them. Looks up the names of filters, tests and literal lookups, so that unknown ones are found before anything
 * runs.
 *
 * <pre>
 * primary     = name | integer | float | string { string } | "(" [ tuple ] ")" | "[" … "]" | "{" key ":" value, … "}"
 * postfix     = "." ( name | integer ) | "[" subscript { "," subscript } "]" | call
 * subscript   = expression | [ expression ] ":" [ expression ] [ ":" [ expression ] ]
 * suffix      = "|" dotted [ call ] | "is" [ "not" ] dotted [ call | primary postfix* ] | call
 * call        = "(" { expression | name "=" expression | "*" expression | "**" expression , } ")"
 * </pre>
 *
 * As in Ansible, a quoted text in a condition or in the arguments of a lookup is itself a template if it contains
 * template delimiters. Its value is data: it can't break out of the quotes.
 */
abstract class OperandParser extends TokenReader {
    /** Names that follow a test without being its argument. */
    private static final Set<String> NO_ARGUMENT = Set.of("else", "or", "and");

    /** Methods that change their subject. */
    private static final Set<String> CHANGING = Set.of(
            "append",
            "extend",
            "insert",
            "pop",
            "remove",
            "clear",
            "reverse",
            "sort",
            "update",
            "popitem",
            "setdefault");

    private final BuiltinNames builtins;
    /** Whether quoted texts at the current position are templates. */
    private boolean embeds;

    private boolean changesValues;

    /** @param embeds whether all quoted texts in the source are templates */
    OperandParser(MappedText source, List<Token> tokens, BuiltinRegistry builtins, boolean embeds) {
        super(source, tokens);
        this.builtins = new BuiltinNames(builtins);
        this.embeds = embeds;
    }

    /** The faults found so far: errors that only occur if they are reached. */
    final List<UserError> faults() {
        return builtins.faults();
    }

    /** Whether the source calls a method that changes a list or dictionary in place. */
    final boolean changesValues() {
        return changesValues;
    }

    /** Parses a quoted text as a template. */
    abstract ParsedTemplate embedded(MappedText quoted);

    /** Parses an expression, or a tuple if a comma follows. */
    abstract Expr tuple(boolean conditional);

    abstract Expr expression();

    final Expr primary() {
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
        MappedText within = source().part(quoted.start() + 1, quoted.end() - 1);
        boolean verbatim = within.text().equals(quoted.text());
        ParsedTemplate template = embedded(verbatim ? within : MappedText.opaque(span(quoted), quoted.text()));
        builtins.faults().addAll(template.faults());
        return new Expr.Embedded(template, span(quoted));
    }

    private Number integer(Token token) {
        String digits = token.text().replace("_", "");
        try {
            if (digits.length() > 2 && digits.charAt(0) == '0' && Character.isLetter(digits.charAt(1))) {
                int radix = switch (Character.toLowerCase(digits.charAt(1))) {
                    case 'x' -> 16;
                    case 'o' -> 8;
                    default -> 2;
                };
                return Values.whole(new BigInteger(digits.substring(2), radix));
            }
            return Values.whole(new BigInteger(digits));
        } catch (NumberFormatException _) {
            throw new UserError(span(token), "no whole number is written " + token.text());
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

    final Expr postfix(Expr target, Token first) {
        Expr expr = target;
        while (true) {
            if (skipOperator(".")) {
                Token member = token();
                switch (member.kind()) {
                    case NAME -> {
                        next();
                        expr = new Expr.Attribute(expr, member.text(), since(first));
                        changesValues |= CHANGING.contains(member.text()) && token().isOperator("(");
                    }
                    case INTEGER ->
                        expr = new Expr.Item(expr, new Expr.Literal(integer(next()), span(member)), since(first));
                    default -> throw unexpected("a name after '.'");
                }
            } else if (token().isOperator("[")) {
                expr = subscript(expr, first);
            } else if (token().isOperator("(")) {
                expr = builtins.checkedLookup(call(expr, first));
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
        return new Expr.Call(callee, args, since(first));
    }

    /** Parses arguments in parentheses. */
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
                if (named.stream().anyMatch(before -> before.name().equals(name.text()))) {
                    throw new UserError(span(name), "the argument '" + name.text() + "' is given twice");
                }
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

    final Expr suffix(Expr target, Token first) {
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

    /** Parses a filter's name and arguments, after the bar. */
    final Stmt.Pipe pipe() {
        Token first = token();
        String name = dotted("a filter's name");
        Span place = since(first);
        Signature filter = builtins.filter(name, place);
        Args args = token().isOperator("(") ? args() : Args.NONE;
        builtins.checkNested(filter, args);
        return new Stmt.Pipe(builtins.checkedArguments(filter, args, place), args, since(first));
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
            if (argument.isName("is")) {
                throw new UserError(span(argument), "a test can't follow another", "put the first one in brackets");
            }
            args = new Args(List.of(postfix(primary(), argument)), List.of(), null, null);
        }
        return new Expr.Test(target, builtins.checkedArguments(test, args, place), args, negated, since(first));
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
}
