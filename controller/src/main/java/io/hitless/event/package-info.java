/** What happens in a run, as records; the only way out of it. A sink listens and never steers. */
@NullMarked
package io.hitless.event;

import org.jspecify.annotations.NullMarked;
