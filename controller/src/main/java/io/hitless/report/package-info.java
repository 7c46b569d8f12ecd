/**
 * What all forms of a report share: styles, words and names as they are shown. The forms themselves are sub-packages:
 * {@code console}, {@code live}, {@code html} and {@code export}. They read events and nothing else, and never steer a
 * run.
 */
@NullMarked
package io.hitless.report;

import org.jspecify.annotations.NullMarked;
