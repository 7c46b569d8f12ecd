/**
 * What modules there are and what options they take, read from the headers in agent-scripts, and the checking of
 * arguments against them. Never runs one.
 */
@NullMarked
package io.hitless.module;

import org.jspecify.annotations.NullMarked;
