/**
 * The values that playbooks compute with: plain Java objects with Python's semantics and text, and Undefined. This
 * package knows where in a file a value was written, but not what it is used for.
 */
@NullMarked
package io.hitless.value;

import org.jspecify.annotations.NullMarked;
