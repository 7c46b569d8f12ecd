/**
 * HAProxy's configuration as it is written: files of sections of lines of words, each with its place. Nothing is lost:
 * what was read writes back to the same bytes. Nothing is refused: a line that HAProxy could not read is a line like
 * others, and says why. What lines mean is decided in {@code haproxy.compare}.
 */
@NullMarked
package io.hitless.haproxy.syntax;

import org.jspecify.annotations.NullMarked;
