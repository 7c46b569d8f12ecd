package io.hitless.template.syntax;

import io.hitless.source.UserError;

/**
 * The names and parameters of all filters, tests and lookups, for the parser, which does not need their implementation.
 */
public interface BuiltinRegistry {
    /** @throws UserError if the filter does not exist */
    Signature filter(String name);

    /** @throws UserError if the test does not exist */
    Signature test(String name);

    /** @throws UserError if the lookup does not exist */
    Signature lookup(String name);
}
