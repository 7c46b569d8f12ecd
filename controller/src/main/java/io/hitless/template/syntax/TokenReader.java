package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.syntax.Token.Kind;
import java.util.Collection;
import java.util.List;

/** Reads the tokens of a template one by one, and reports unexpected tokens. */
abstract class TokenReader {
    private final MappedText source;
    private final List<Token> tokens;
    private int at;

    TokenReader(MappedText source, List<Token> tokens) {
        this.source = source;
        this.tokens = tokens;
    }

    final MappedText source() {
        return source;
    }

    final void expectEnd() {
        if (token().kind() != Kind.END) {
            throw unexpected("the end of the expression");
        }
    }

    final Token token() {
        return tokens.get(at);
    }

    final Token ahead(int by) {
        return tokens.get(Math.min(at + by, tokens.size() - 1));
    }

    final int position() {
        return at;
    }

    /** Whether one of the tokens from {@code from} to the current one is this name. */
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

    /** The span from a token to the last token that was read. */
    final Span since(Token first) {
        return source.span(
                first.start(),
                Math.max(first.end(), tokens.get(Math.max(0, at - 1)).end()));
    }

    /** An error at a token about an unknown name, with a hint from the known names. */
    final UserError unknown(Token token, String what, Collection<String> known) {
        return new UserError(
                span(token), "unknown " + what + " '" + token.text() + "'", Suggestion.didYouMean(token.text(), known));
    }
}
