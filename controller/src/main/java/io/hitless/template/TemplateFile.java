package io.hitless.template;

import io.hitless.source.MappedText;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.template.eval.CompiledTemplate;
import io.hitless.template.eval.Scope;
import io.hitless.template.syntax.Syntax;

/** A template file, as the {@code template} module renders it. Parsed once, used by many threads. */
public final class TemplateFile {
    private final CompiledTemplate parsed;

    private TemplateFile(CompiledTemplate parsed) {
        this.parsed = parsed;
    }

    /**
     * Parses a file. A first line {@code #jinja2: option: value, …} overrides {@code syntax} and is not part of the
     * result.
     *
     * @throws io.hitless.source.UserError at the first mistake
     */
    public static TemplateFile parse(SourceFile file, Syntax syntax) {
        return new TemplateFile(
                CompiledTemplate.of(MappedText.verbatim(Span.whole(file)).trusted(), syntax, Builtins.TABLES));
    }

    /**
     * The text for one scope, with as many line ends at its end as the file has.
     *
     * @throws io.hitless.source.UserError with the innermost position, if an expression fails
     */
    public String render(Scope scope) {
        return parsed.render(scope);
    }
}
