/** One rollout per host at a time: taking, renewing, surveying and breaking locks. */
@NullMarked
package io.hitless.run.lock;

import org.jspecify.annotations.NullMarked;
