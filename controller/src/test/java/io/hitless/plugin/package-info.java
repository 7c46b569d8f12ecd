@NullMarked
package io.hitless.plugin;

import org.jspecify.annotations.NullMarked;
