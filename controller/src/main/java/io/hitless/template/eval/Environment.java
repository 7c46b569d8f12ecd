package io.hitless.template.eval;

import io.hitless.template.syntax.ParsedTemplate;
import org.jspecify.annotations.Nullable;

/** What an evaluation runs in, by Jinja2's name for it: the builtins, the files that templates name. */
interface Environment {
    BuiltinTables builtins();

    TemplateLoader loader();

    /** The value of a template within another, or of one that is named. */
    @Nullable
    Object resolve(ParsedTemplate template, Scope scope);
}
