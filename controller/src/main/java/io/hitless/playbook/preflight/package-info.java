/** Finds what is certain to fail on the controller's side, before a run touches its first host. */
@NullMarked
package io.hitless.playbook.preflight;

import org.jspecify.annotations.NullMarked;
