/** The events of a run, with secrets masked. */
@NullMarked
package io.hitless.run.event;

import org.jspecify.annotations.NullMarked;
