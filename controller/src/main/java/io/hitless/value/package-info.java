/**
 * The values that playbooks compute with: plain Java objects, with the semantics and the text that Python gives them,
 * and Undefined. Knows where a value stood, never what it is for.
 */
@NullMarked
package io.hitless.value;

import org.jspecify.annotations.NullMarked;
