/** Source texts, places in them, and errors an operator can act on. Knows nothing of YAML, templates or hosts. */
@NullMarked
package io.hitless.source;

import org.jspecify.annotations.NullMarked;
