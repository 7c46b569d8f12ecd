/** The program: the main class, and the list of commands. */
@NullMarked
package io.hitless.cli;

import org.jspecify.annotations.NullMarked;
