package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Stmt.Target;
import io.hitless.template.syntax.Token.Kind;
import io.hitless.value.ComputeLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Parses templates and conditions. This class parses the statements, {@link PartsParser} those that include or import
 * other templates, and {@link ExpressionParser} the expressions in them.
 *
 * <pre>
 * body     = { data | "{{" tuple "}}" | "{%" statement "%}" }
 * for      = "for" targets "in" tuple [ "if" expression ] [ "recursive" ] … [ "else" … ] "endfor"
 * if       = "if" tuple … { "elif" tuple … } [ "else" … ] "endif"
 * set      = "set" targets ( "=" tuple | { "|" filter } … "endset" )
 * macro    = "macro" name parameters … "endmacro"
 * call     = "call" [ parameters ] expression … "endcall"
 * filter   = "filter" filter { "|" filter } … "endfilter"
 * with     = "with" [ target "=" expression { "," target "=" expression } ] … "endwith"
 * extends  = "extends" expression
 * block    = "block" name [ "scoped" ] [ "required" ] … "endblock" [ name ]
 * do       = "do" tuple        and        "break"        and        "continue"
 * </pre>
 */
public final class StatementParser extends PartsParser {
    private static final Set<String> STATEMENTS = Set.of(
            "for",
            "if",
            "set",
            "macro",
            "call",
            "filter",
            "with",
            "include",
            "import",
            "from",
            "extends",
            "block",
            "do",
            "break",
            "continue",
            "raw",
            "autoescape");

    /** The start tokens of the open statements, innermost last; for the error about a missing end. */
    private final List<Token> open = new ArrayList<>();

    private final BuiltinRegistry builtins;
    private final Set<String> blocks = new HashSet<>();

    private StatementParser(MappedText source, List<Token> tokens, BuiltinRegistry builtins, boolean embeds) {
        super(source, tokens, builtins, embeds);
        this.builtins = builtins;
    }

    /**
     * Parses a whole template. A first line {@code #jinja2: …} overrides {@code syntax}, also for templates that it
     * includes, imports or extends.
     */
    public static ParsedTemplate template(TrustedText source, Syntax syntax, BuiltinRegistry builtins) {
        JinjaHeader header = JinjaHeader.of(source.excerpt(), syntax);
        return template(source.excerpt(), header, builtins);
    }

    /**
     * Parses a file that a template includes, imports or extends. As in Ansible, a first line {@code #jinja2: …} is
     * plain text in it.
     */
    public static ParsedTemplate part(TrustedText source, Syntax syntax, BuiltinRegistry builtins) {
        return template(source.excerpt(), new JinjaHeader(syntax, 0), builtins);
    }

    private static ParsedTemplate template(MappedText source, JinjaHeader header, BuiltinRegistry builtins) {
        return ResourceErrors.at(source.span(), () -> {
            List<Token> tokens = Lexer.template(source, header.syntax(), header.end());
            StatementParser parser = new StatementParser(source, tokens, builtins, false);
            List<Stmt> body = parser.body(Set.of());
            return new ParsedTemplate(source, body, header.syntax(), parser.faults(), parser.changesValues());
        });
    }

    /** Parses the whole source as one expression: a condition. */
    public static ParsedExpression condition(TrustedText source, BuiltinRegistry builtins) {
        StatementParser parser =
                new StatementParser(source.excerpt(), Lexer.expression(source.excerpt()), builtins, true);
        if (parser.token().kind() == Kind.END) {
            throw new UserError(source.span(), "an expression is missing here");
        }
        Expr expr = ResourceErrors.at(source.span(), parser::expression);
        parser.expectEnd();
        return new ParsedExpression(expr, parser.faults(), parser.changesValues());
    }

    @Override
    ParsedTemplate embedded(MappedText quoted) {
        return template(quoted.trusted(), Syntax.PLAYBOOK, builtins);
    }

    /** Parses statements up to one whose name is in {@code ends}. That name is then the next token. */
    private List<Stmt> body(Set<String> ends) {
        List<Stmt> body = new ArrayList<>();
        while (true) {
            Token token = token();
            switch (token.kind()) {
                case DATA -> body.add(new Stmt.Data(next().text()));
                case VARIABLE_START -> {
                    next();
                    if (token().kind() == Kind.VARIABLE_END) {
                        throw new UserError(
                                source().span(token.start(), token().end()), "an expression is missing here");
                    }
                    body.add(new Stmt.Output(tuple(true)));
                    expect(Kind.VARIABLE_END, "the end of the expression");
                }
                case BLOCK_START -> {
                    next();
                    Token name = expect(Kind.NAME, "a statement");
                    if (ends.contains(name.text())) {
                        open.removeLast();
                        lastEnd = name.text();
                        return List.copyOf(body);
                    }
                    body.add(statement(name));
                }
                default -> {
                    if (!ends.isEmpty()) {
                        Token opener = open.getLast();
                        throw new UserError(
                                span(opener),
                                "'" + opener.text() + "' has no end",
                                "close it with {% end" + opener.text() + " %}");
                    }
                    return List.copyOf(body);
                }
            }
        }
    }

    private String lastEnd = "";

    private List<Stmt> block(Token opener, String... ends) {
        expect(Kind.BLOCK_END, "the end of the statement");
        open.add(opener);
        try {
            ComputeLimits.depth(open.size());
        } catch (UserError e) {
            throw e.at(span(opener));
        }
        return body(Set.of(ends));
    }

    private void endBlock() {
        expect(Kind.BLOCK_END, "the end of the statement");
    }

    private Stmt statement(Token name) {
        Stmt statement = switch (name.text()) {
            case "for" -> forLoop(name);
            case "if" -> ifElse(name);
            case "set" -> set(name);
            case "macro" -> macro(name);
            case "call" -> call(name);
            case "filter" -> new Stmt.FilterBlock(pipes(), block(name, "endfilter"));
            case "with" -> with(name);
            case "autoescape" -> {
                expression();
                yield new Stmt.With(List.of(), block(name, "endautoescape"));
            }
            case "include" -> include(name);
            case "import" -> importAs(name);
            case "from" -> from(name);
            case "extends" -> new Stmt.Extends(expression(), since(name));
            case "block" -> blockOf(name);
            case "do" -> new Stmt.Do(tuple(true));
            case "break" -> new Stmt.Break(span(name));
            case "continue" -> new Stmt.Continue(span(name));
            default -> throw misplaced(name);
        };
        endBlock();
        return statement;
    }

    private UserError misplaced(Token name) {
        boolean ends =
                name.text().startsWith("end") && STATEMENTS.contains(name.text().substring(3));
        if (ends || name.text().equals("else") || name.text().equals("elif")) {
            Token opener = open.isEmpty() ? null : open.getLast();
            return new UserError(
                    span(name),
                    "'" + name.text() + "' closes nothing here",
                    opener == null
                            ? null
                            : "'" + opener.text() + "' of line " + span(opener).line() + " is still open");
        }
        return unknown(name, "statement", STATEMENTS);
    }

    private Stmt forLoop(Token first) {
        Target target = targets();
        if (!skipName("in")) {
            throw unexpected("'in'");
        }
        Expr items = tuple(false);
        Expr filter = skipName("if") ? expression() : null;
        boolean recursive = skipName("recursive");
        Span span = since(first);
        List<Stmt> body = block(first, "else", "endfor");
        List<Stmt> orElse = lastEnd.equals("else") ? block(first, "endfor") : List.of();
        return new Stmt.For(target, items, filter, recursive, body, orElse, span);
    }

    private Stmt ifElse(Token first) {
        List<Stmt.Branch> branches = new ArrayList<>();
        do {
            Expr test = tuple(false);
            branches.add(new Stmt.Branch(test, block(first, "elif", "else", "endif")));
        } while (lastEnd.equals("elif"));
        List<Stmt> orElse = lastEnd.equals("else") ? block(first, "endif") : List.of();
        return new Stmt.If(List.copyOf(branches), orElse);
    }

    private Stmt set(Token first) {
        Target target = targets();
        if (skipOperator("=")) {
            return new Stmt.Set(target, tuple(true));
        }
        List<Stmt.Pipe> filters = token().isOperator("|") ? afterBar() : List.of();
        return new Stmt.SetBlock(target, filters, block(first, "endset"));
    }

    private List<Stmt.Pipe> afterBar() {
        next();
        return pipes();
    }

    private List<Stmt.Pipe> pipes() {
        List<Stmt.Pipe> pipes = new ArrayList<>();
        do {
            pipes.add(pipe());
        } while (skipOperator("|"));
        return List.copyOf(pipes);
    }

    private Stmt.Macro macro(Token first) {
        String name = expect(Kind.NAME, "the macro's name").text();
        List<Stmt.Parameter> parameters = parameters();
        Span span = since(first);
        return macro(first, name, parameters, "endmacro", span);
    }

    private Stmt.Macro macro(Token first, String name, List<Stmt.Parameter> parameters, String end, Span span) {
        int from = position();
        List<Stmt> body = block(first, end);
        boolean usesCaller = named("caller", from)
                && parameters.stream().noneMatch(each -> each.name().equals("caller"));
        return new Stmt.Macro(name, parameters, body, named("varargs", from), named("kwargs", from), usesCaller, span);
    }

    private Stmt call(Token first) {
        List<Stmt.Parameter> parameters = token().isOperator("(") ? parameters() : List.of();
        Token start = token();
        if (!(expression() instanceof Expr.Call call)) {
            throw new UserError(since(start), "'call' wants a call of a macro");
        }
        Span span = since(first);
        return new Stmt.CallBlock(call, macro(first, "", parameters, "endcall", span), span);
    }

    private Stmt with(Token first) {
        List<Stmt.Binding> bindings = new ArrayList<>();
        while (token().kind() != Kind.BLOCK_END) {
            if (!bindings.isEmpty()) {
                expectOperator(",");
            }
            Target target = target();
            expectOperator("=");
            bindings.add(new Stmt.Binding(target, expression()));
        }
        return new Stmt.With(List.copyOf(bindings), block(first, "endwith"));
    }

    private Stmt blockOf(Token first) {
        String name = expect(Kind.NAME, "the block's name").text();
        boolean scoped = skipName("scoped");
        boolean required = skipName("required");
        Span span = since(first);
        if (!blocks.add(name)) {
            throw new UserError(span, "block '" + name + "' is defined twice");
        }
        List<Stmt> body = block(first, "endblock");
        if (required && !body.stream().allMatch(stmt -> stmt instanceof Stmt.Data(var text) && text.isBlank())) {
            throw new UserError(span, "a required block holds nothing but blanks and comments");
        }
        if (token().kind() == Kind.NAME) {
            @Nullable Token end = next();
            if (!end.text().equals(name)) {
                throw new UserError(span(end), "this ends block '" + name + "', not '" + end.text() + "'");
            }
        }
        return new Stmt.Block(name, body, scoped, required, span);
    }
}
