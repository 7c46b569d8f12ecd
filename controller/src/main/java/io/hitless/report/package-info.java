/**
 * The sinks: the console, and the forms in which other systems take a run. They read events and nothing else, and never steer a run. What is told of a
 * run as a whole (JUnit, metrics, webhooks) is made of a {@link io.hitless.report.RunResult}.
 */
@NullMarked
package io.hitless.report;

import org.jspecify.annotations.NullMarked;
