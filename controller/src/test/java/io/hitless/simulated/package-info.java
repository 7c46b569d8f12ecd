/**
 * Hosts that are not there: an SSH server that answers as many names as wanted with what one real agent answered. It
 * measures what the controller costs for thousands of hosts ({@code lab/bench scale}).
 */
@NullMarked
package io.hitless.simulated;

import org.jspecify.annotations.NullMarked;
