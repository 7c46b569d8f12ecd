/** The commands: options, wiring, exit codes. The only room that may end the JVM. */
@NullMarked
package io.hitless.cli;

import org.jspecify.annotations.NullMarked;
