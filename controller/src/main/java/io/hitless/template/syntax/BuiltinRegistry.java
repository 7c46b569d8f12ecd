package io.hitless.template.syntax;

import io.hitless.source.UserError;

/** Which filters, tests and lookups there are. What they do is not the parser's business. */
public interface BuiltinRegistry {
    /** @throws UserError if there is none */
    Signature filter(String name);

    /** @throws UserError if there is none */
    Signature test(String name);

    /** @throws UserError if there is none */
    Signature lookup(String name);
}
