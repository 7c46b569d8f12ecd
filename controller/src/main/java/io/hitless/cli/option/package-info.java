/** Options that several commands share, and the reading of kept command lines. */
@NullMarked
package io.hitless.cli.option;

import org.jspecify.annotations.NullMarked;
