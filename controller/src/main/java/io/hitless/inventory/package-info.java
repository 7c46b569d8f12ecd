/**
 * Hosts, groups, the sources that they are read from, and the patterns that select them. This package knows variables
 * only as they are written.
 */
@NullMarked
package io.hitless.inventory;

import org.jspecify.annotations.NullMarked;
