/**
 * The events of a run, as records. They are the only output of a run. A sink receives events and never controls the
 * run.
 */
@NullMarked
package io.hitless.event;

import org.jspecify.annotations.NullMarked;
