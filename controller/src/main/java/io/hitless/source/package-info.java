/**
 * Source texts, positions in them, and errors that an operator can act on. Knows nothing of YAML, templates or hosts.
 */
@NullMarked
package io.hitless.source;

import org.jspecify.annotations.NullMarked;
