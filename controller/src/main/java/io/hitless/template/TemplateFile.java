package io.hitless.template;

import io.hitless.template.eval.CompiledTemplate;
import io.hitless.template.eval.Scope;

/** A template file, as the {@code template} module renders it. Parsed once, used by many threads. */
public final class TemplateFile {
    private final CompiledTemplate parsed;

    TemplateFile(CompiledTemplate parsed) {
        this.parsed = parsed;
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
