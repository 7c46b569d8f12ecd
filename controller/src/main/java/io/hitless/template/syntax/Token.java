package io.hitless.template.syntax;

/** A piece of a template as the parser sees it; offsets count characters of the template's text. */
record Token(Kind kind, String text, int start, int end) {
    enum Kind {
        DATA,
        VARIABLE_START,
        VARIABLE_END,
        BLOCK_START,
        BLOCK_END,
        NAME,
        INTEGER,
        FLOAT,
        /** A quoted text, with escapes replaced. */
        STRING,
        OPERATOR,
        END
    }

    boolean is(Kind wanted, String content) {
        return kind == wanted && text.equals(content);
    }

    boolean isOperator(String operator) {
        return is(Kind.OPERATOR, operator);
    }

    boolean isName(String name) {
        return is(Kind.NAME, name);
    }

    /** The token as error messages show it. */
    String shown() {
        return switch (kind) {
            case END -> "the end";
            case BLOCK_END -> "the end of the statement";
            case VARIABLE_END -> "the end of the expression";
            case STRING -> "a quoted text";
            default -> "'" + text + "'";
        };
    }
}
