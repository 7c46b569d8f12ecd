/** Questions to the operator during a run. */
@NullMarked
package io.hitless.run.operator;

import org.jspecify.annotations.NullMarked;
