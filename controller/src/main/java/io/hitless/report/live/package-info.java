/**
 * A run on a terminal, live: below what scrolls by, where each host and batch stands. Of the terminal it asks a
 * {@link io.hitless.report.live.Tty}; JLine does the drawing, and is not loaded before there is something to be drawn.
 */
@NullMarked
package io.hitless.report.live;

import org.jspecify.annotations.NullMarked;
