package io.hitless.template;

import io.hitless.template.eval.CompiledTemplate;
import io.hitless.template.eval.Scope;

/** A template file, as the {@code template} module renders it. Parsed once; safe for use by several threads. */
public final class TemplateFile {
    private final CompiledTemplate parsed;

    TemplateFile(CompiledTemplate parsed) {
        this.parsed = parsed;
    }

    /**
     * Returns the text for one scope. It ends with as many line ends as the file.
     *
     * @throws io.hitless.source.UserError with the innermost position, if an expression fails
     */
    public String render(Scope scope) {
        return parsed.render(scope);
    }
}
