/** Formats for other systems: JSON lines, JUnit, metrics, webhooks. */
@NullMarked
package io.hitless.report.export;

import org.jspecify.annotations.NullMarked;
