/**
 * Checks whether a fleet still matches its playbooks: compares the findings of a check with earlier checks and with the
 * rules for drift to ignore. {@code run} checks hosts, {@code report} shows the findings.
 */
@NullMarked
package io.hitless.drift;

import org.jspecify.annotations.NullMarked;
