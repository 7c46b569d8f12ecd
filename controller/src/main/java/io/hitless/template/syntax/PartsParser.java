package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.template.syntax.Token.Kind;
import java.util.ArrayList;
import java.util.List;

/**
 * Parses the statements that include or import other templates.
 *
 * <pre>
 * include  = "include" expression [ "ignore" "missing" ] [ ( "with" | "without" ) "context" ]
 * import   = "import" expression "as" name [ ( "with" | "without" ) "context" ]
 * from     = "from" expression "import" name [ "as" name ] { "," … } [ ( "with" | "without" ) "context" ]
 * </pre>
 */
abstract class PartsParser extends BindingParser {
    PartsParser(MappedText source, List<Token> tokens, BuiltinRegistry builtins, boolean embeds) {
        super(source, tokens, builtins, embeds);
    }

    final Stmt include(Token first) {
        Expr template = expression();
        boolean ignoreMissing = token().isName("ignore") && ahead(1).isName("missing");
        if (ignoreMissing) {
            next();
            next();
        }
        boolean with = context(true);
        return new Stmt.Include(template, ignoreMissing, with, since(first));
    }

    private boolean context(boolean usual) {
        if ((token().isName("with") || token().isName("without")) && ahead(1).isName("context")) {
            boolean with = next().isName("with");
            next();
            return with;
        }
        return usual;
    }

    final Stmt importAs(Token first) {
        Expr template = expression();
        if (!skipName("as")) {
            throw unexpected("'as'");
        }
        String name = expect(Kind.NAME, "a name").text();
        return new Stmt.Import(template, name, context(false), since(first));
    }

    final Stmt from(Token first) {
        Expr template = expression();
        if (!skipName("import")) {
            throw unexpected("'import'");
        }
        List<Stmt.Alias> names = new ArrayList<>();
        do {
            if ((token().isName("with") || token().isName("without")) && ahead(1).isName("context")) {
                break;
            }
            Token name = expect(Kind.NAME, "the name of a macro");
            String as = skipName("as") ? expect(Kind.NAME, "a name").text() : name.text();
            names.add(new Stmt.Alias(name.text(), as, span(name)));
        } while (skipOperator(","));
        return new Stmt.FromImport(template, List.copyOf(names), context(false), since(first));
    }
}
