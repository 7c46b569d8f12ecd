/** A run as traces and metrics of OpenTelemetry. The only user of its SDK. */
@NullMarked
package io.hitless.report.telemetry;

import org.jspecify.annotations.NullMarked;
