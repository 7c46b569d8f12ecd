/** Times, counts and lists of hosts in words, the same wherever they are shown. */
@NullMarked
package io.hitless.wording;

import org.jspecify.annotations.NullMarked;
