package io.hitless.template.eval;

import io.hitless.source.TrustedText;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.StatementParser;
import io.hitless.template.syntax.Syntax;
import org.jspecify.annotations.Nullable;

/** A parsed template with the engine that evaluates it. Immutable, and safe for use by several threads. */
public record CompiledTemplate(ParsedTemplate parsed, TemplateEngine engine) {
    /**
     * Parses a whole template. A first line {@code #jinja2: …} overrides {@code syntax}.
     *
     * @throws io.hitless.source.UserError at the first error
     */
    public static CompiledTemplate of(TrustedText source, Syntax syntax, TemplateEngine engine) {
        return new CompiledTemplate(StatementParser.template(source, syntax, engine.builtins()), engine);
    }

    /** Returns the value: with its type if the template outputs a single value, otherwise as text. */
    public @Nullable Object resolve(Scope scope) {
        return engine.resolve(parsed, scope);
    }

    /** Like {@link #resolve}, but returns a list or mapping of a variable without evaluating its items. */
    public @Nullable Object lazy(Scope scope) {
        return engine.lazy(parsed, scope);
    }

    /** Returns the result as text, in which an error is shown in the place of what could not be rendered. */
    public String marked(Scope scope) {
        return engine.marked(parsed, scope);
    }

    /** Returns the result as text. */
    public String render(Scope scope) {
        return engine.render(parsed, scope);
    }
}
