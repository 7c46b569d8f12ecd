package io.hitless.template.eval;

import io.hitless.source.TrustedText;
import io.hitless.template.syntax.ParsedTemplate;
import org.jspecify.annotations.Nullable;

/** The environment of an evaluation, in Jinja2's sense: the builtins, and the loader of templates. */
interface Environment {
    BuiltinTables builtins();

    TemplateLoader loader();

    /** Returns the value of a template that another one contains or names. */
    @Nullable
    Object resolve(ParsedTemplate template, Scope scope);

    /** Returns the value of a bare expression. */
    @Nullable
    Object expression(TrustedText text, Scope scope);
}
