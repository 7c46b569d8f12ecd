package io.hitless.template.eval;

import io.hitless.source.TrustedText;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.StatementParser;
import io.hitless.template.syntax.Syntax;
import org.jspecify.annotations.Nullable;

/** A template ready for use: parsed, with the engine that evaluates it. Immutable, and used by many threads. */
public record CompiledTemplate(ParsedTemplate parsed, TemplateEngine engine) {
    /**
     * Reads a whole template: a first line {@code #jinja2: …} overrides {@code syntax}.
     *
     * @throws io.hitless.source.UserError at the first mistake
     */
    public static CompiledTemplate of(TrustedText source, Syntax syntax, TemplateEngine engine) {
        return new CompiledTemplate(StatementParser.template(source, syntax, engine.builtins()), engine);
    }

    /** The value: a template that gives one value alone keeps its type; else the text. */
    public @Nullable Object resolve(Scope scope) {
        return engine.resolve(parsed, scope);
    }

    /** As {@link #resolve}, but a list or mapping of a variable is handed on as it is, its items not yet resolved. */
    public @Nullable Object lazy(Scope scope) {
        return engine.lazy(parsed, scope);
    }

    /** The text. */
    public String render(Scope scope) {
        return engine.render(parsed, scope);
    }
}
