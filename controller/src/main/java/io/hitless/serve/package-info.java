/**
 * Pages over the state directory: of each run as a file, and of all that is in it over HTTP. Reads only; hosts are
 * never reached from here.
 */
@NullMarked
package io.hitless.serve;

import org.jspecify.annotations.NullMarked;
