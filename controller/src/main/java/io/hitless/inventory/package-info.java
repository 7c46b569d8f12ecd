/** Hosts, groups, the sources they are read from and the patterns that pick them. Knows variables only as written. */
@NullMarked
package io.hitless.inventory;

import org.jspecify.annotations.NullMarked;
