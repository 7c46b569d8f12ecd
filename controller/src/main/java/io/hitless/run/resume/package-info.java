/** What is known of a run that was cut off, and what the hosts remember of its calls. */
@NullMarked
package io.hitless.run.resume;

import org.jspecify.annotations.NullMarked;
