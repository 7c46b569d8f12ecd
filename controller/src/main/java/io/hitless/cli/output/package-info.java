/** Where a command writes: the screen, files and webhooks, and the exit code it ends with. */
@NullMarked
package io.hitless.cli.output;

import org.jspecify.annotations.NullMarked;
