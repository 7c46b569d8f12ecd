/** One task: on one host, and on all hosts of a batch. */
@NullMarked
package io.hitless.run.task;

import org.jspecify.annotations.NullMarked;
