/** The recorded history of an interrupted run, and the hosts' records of its calls. */
@NullMarked
package io.hitless.run.resume;

import org.jspecify.annotations.NullMarked;
