/** What commands do: they read the inputs, open the way to hosts, and carry runs out. */
@NullMarked
package io.hitless.cli.launch;

import org.jspecify.annotations.NullMarked;
