/**
 * The live view of a run on a terminal: the state of each host and batch, below scrolling lines. It uses a
 * {@link io.hitless.report.live.Tty}; JLine does the drawing, and is only loaded when there is something to draw.
 */
@NullMarked
package io.hitless.report.live;

import org.jspecify.annotations.NullMarked;
