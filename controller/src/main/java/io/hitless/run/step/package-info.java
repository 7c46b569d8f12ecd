/** Single steps: their names, their purpose, and their keywords and arguments resolved for a host. */
@NullMarked
package io.hitless.run.step;

import org.jspecify.annotations.NullMarked;
