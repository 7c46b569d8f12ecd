/** Holds hitless against what ansible-core 2.19 does with the same playbooks ({@code lab/compat} records it). */
@NullMarked
package io.hitless.compat;

import org.jspecify.annotations.NullMarked;
