/** Plans: what a run would change, and what stays unknown and why. */
@NullMarked
package io.hitless.run.plan;

import org.jspecify.annotations.NullMarked;
