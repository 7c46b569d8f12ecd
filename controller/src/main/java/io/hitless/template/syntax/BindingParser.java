package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Stmt.Target;
import io.hitless.template.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Parses the parts of statements that assign names: the targets of assignments and loops, the parameters of macros.
 *
 * <pre>
 * targets    = target { "," target }
 * target     = name | name "." name | "(" targets ")"
 * parameters = "(" [ name [ "=" expression ] { "," … } ] ")"
 * </pre>
 */
abstract class BindingParser extends ExpressionParser {
    BindingParser(MappedText source, List<Token> tokens, BuiltinRegistry builtins, boolean embeds) {
        super(source, tokens, builtins, embeds);
    }

    final Target targets() {
        Token first = token();
        Target one = target();
        if (!token().isOperator(",")) {
            return one;
        }
        List<Target> several = new ArrayList<>(List.of(one));
        while (skipOperator(",")) {
            if (token().isName("in") || (token().kind() != Kind.NAME && !token().isOperator("("))) {
                break;
            }
            several.add(target());
        }
        return new Target.Several(List.copyOf(several), since(first));
    }

    final Target target() {
        Token first = token();
        if (skipOperator("(")) {
            Target inner = targets();
            expectOperator(")");
            return inner;
        }
        String name = expect(Kind.NAME, "a name to assign to").text();
        if (skipOperator(".")) {
            return new Target.Member(name, expect(Kind.NAME, "a name").text(), since(first));
        }
        return new Target.One(name, since(first));
    }

    final List<Stmt.Parameter> parameters() {
        expectOperator("(");
        List<Stmt.Parameter> parameters = new ArrayList<>();
        while (!skipOperator(")")) {
            if (!parameters.isEmpty()) {
                expectOperator(",");
                if (skipOperator(")")) {
                    break;
                }
            }
            Token name = expect(Kind.NAME, "a parameter's name");
            Expr fallback = skipOperator("=") ? expression() : null;
            checkParameter(name, fallback, parameters);
            parameters.add(new Stmt.Parameter(name.text(), fallback));
        }
        return List.copyOf(parameters);
    }

    private void checkParameter(Token name, @Nullable Expr fallback, List<Stmt.Parameter> before) {
        if (fallback != null) {
            return;
        }
        if (name.text().equals("caller")) {
            throw new UserError(span(name), "the parameter 'caller' wants a default", "or leave it out: it is there");
        }
        if (!before.isEmpty() && before.getLast().fallback() != null) {
            throw new UserError(span(name), "a parameter without default can't follow one with a default");
        }
    }
}
