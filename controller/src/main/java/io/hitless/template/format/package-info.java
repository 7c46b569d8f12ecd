/** Reads and writes values as Python does: numbers, times, patterns, random numbers. */
@NullMarked
package io.hitless.template.format;

import org.jspecify.annotations.NullMarked;
