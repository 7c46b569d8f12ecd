@NullMarked
package io.hitless.python;

import org.jspecify.annotations.NullMarked;
