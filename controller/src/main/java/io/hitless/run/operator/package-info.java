/** What the operator is asked while a run is under way. */
@NullMarked
package io.hitless.run.operator;

import org.jspecify.annotations.NullMarked;
