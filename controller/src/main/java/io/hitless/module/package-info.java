/**
 * The modules and their options, read from the headers in agent-scripts, and the check of arguments. This package never
 * runs a module.
 */
@NullMarked
package io.hitless.module;

import org.jspecify.annotations.NullMarked;
