package io.hitless.template.syntax;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.UserError;

/**
 * The first line of a template, such as {@code #jinja2: trim_blocks: False, lstrip_blocks: True}, which overrides its
 * syntax.
 *
 * @param end the offset after the header
 */
record JinjaHeader(Syntax syntax, int end) {
    private static final String MARK = "#jinja2:";

    static JinjaHeader of(MappedText source, Syntax syntax) {
        String text = source.text();
        if (!text.startsWith(MARK)) {
            return new JinjaHeader(syntax, 0);
        }
        int lineEnd = text.indexOf('\n');
        int stop = lineEnd < 0 ? text.length() : lineEnd;
        Syntax overridden = syntax;
        int at = MARK.length();
        for (String pair : text.substring(at, stop).split(",", -1)) {
            Span place = source.span(at, at + pair.length());
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw new UserError(
                        place, "'" + pair.strip() + "' is not an option of a template header", "write option: value");
            }
            String literal = pair.substring(colon + 1).strip();
            overridden = overridden.with(pair.substring(0, colon).strip(), value(literal, place), place);
            at += pair.length() + 1;
        }
        return new JinjaHeader(overridden, lineEnd < 0 ? stop : lineEnd + 1);
    }

    // Reads a Python literal.
    private static Object value(String literal, Span place) {
        if (literal.equals("True") || literal.equals("False")) {
            return literal.equals("True");
        }
        boolean quoted = literal.matches("'.*'|\".*\"") && literal.length() > 1;
        if (!quoted) {
            throw new UserError(place, literal + " is not a value", "write True, False or a text in quotes");
        }
        return literal.substring(1, literal.length() - 1);
    }
}
