/** JSON Schemas of what users write, made from the declarations that hitless itself reads. */
@NullMarked
package io.hitless.schema;

import org.jspecify.annotations.NullMarked;
