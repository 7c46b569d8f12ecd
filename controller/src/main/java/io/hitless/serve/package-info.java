/**
 * Pages about the state directory: single runs as files, everything over HTTP. This package only reads the journal and
 * never connects to hosts.
 */
@NullMarked
package io.hitless.serve;

import org.jspecify.annotations.NullMarked;
