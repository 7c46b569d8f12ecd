/** The program: where the JVM begins and ends, and which commands there are. */
@NullMarked
package io.hitless.cli;

import org.jspecify.annotations.NullMarked;
