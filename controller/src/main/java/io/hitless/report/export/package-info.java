/** The forms in which other systems take a run: JSON lines, JUnit, metrics, webhooks. */
@NullMarked
package io.hitless.report.export;

import org.jspecify.annotations.NullMarked;
