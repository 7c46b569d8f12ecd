/** The result of a task, or of a loop, as variables and conditions see it. */
@NullMarked
package io.hitless.run.result;

import org.jspecify.annotations.NullMarked;
