/**
 * Whether a fleet still is what its playbooks say: what a run that only looks found, held against what the checks
 * before it saw and against the rules that let drift pass. How hosts are looked at is {@code run}'s business, how it is
 * shown {@code report}'s.
 */
@NullMarked
package io.hitless.drift;

import org.jspecify.annotations.NullMarked;
