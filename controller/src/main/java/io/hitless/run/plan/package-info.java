/** What a run that changes nothing predicts, and what stays unknown and why. */
@NullMarked
package io.hitless.run.plan;

import org.jspecify.annotations.NullMarked;
