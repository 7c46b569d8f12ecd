package io.hitless.template;

import io.hitless.source.Excerpt;
import io.hitless.source.Span;
import io.hitless.source.UserError;

/**
 * The first line {@code #jinja2: trim_blocks: False, lstrip_blocks: True} of a template, which overrides its syntax.
 *
 * @param end where the template proper starts
 */
record Header(Syntax syntax, int end) {
    private static final String MARK = "#jinja2:";

    static Header of(Excerpt source, Syntax syntax) {
        String text = source.text();
        if (!text.startsWith(MARK)) {
            return new Header(syntax, 0);
        }
        int lineEnd = text.indexOf('\n');
        int stop = lineEnd < 0 ? text.length() : lineEnd;
        Syntax overridden = syntax;
        int at = MARK.length();
        for (String pair : text.substring(at, stop).split(",", -1)) {
            Span place = source.span(at, at + pair.length());
            int colon = pair.indexOf(':');
            if (colon < 0) {
                throw new UserError(place, "'" + pair.strip() + "' is no override of a template", "write option: value");
            }
            String literal = pair.substring(colon + 1).strip();
            Object value = Literals.constant(literal);
            overridden = overridden.with(pair.substring(0, colon).strip(), value == null ? literal : value, place);
            at += pair.length() + 1;
        }
        return new Header(overridden, lineEnd < 0 ? stop : lineEnd + 1);
    }
}
