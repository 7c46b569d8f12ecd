/** The sinks: the console so far. They read events and nothing else. */
@NullMarked
package io.hitless.report;

import org.jspecify.annotations.NullMarked;
