/** Installs roles and collections from git, archives, directories and Galaxy servers. */
@NullMarked
package io.hitless.galaxy;

import org.jspecify.annotations.NullMarked;
