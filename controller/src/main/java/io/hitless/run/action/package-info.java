/**
 * What the controller does for modules itself: all of it (debug, set_fact), or the part before and after the host's
 * (copy, template, fetch).
 */
@NullMarked
package io.hitless.run.action;

import org.jspecify.annotations.NullMarked;
