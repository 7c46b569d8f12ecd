/** Options that several commands share, and the parsing of stored command lines. */
@NullMarked
package io.hitless.cli.option;

import org.jspecify.annotations.NullMarked;
