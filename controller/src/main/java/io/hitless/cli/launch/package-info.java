/** The work of commands: reads the inputs, opens connections, runs plays. */
@NullMarked
package io.hitless.cli.launch;

import org.jspecify.annotations.NullMarked;
