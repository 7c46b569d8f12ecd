/**
 * Styles, texts and names that all reports share. The reports themselves are in sub-packages: {@code console},
 * {@code live}, {@code html} and {@code export}. They only read events and never control a run. {@code history} shows
 * past runs from the journal.
 */
@NullMarked
package io.hitless.report;

import org.jspecify.annotations.NullMarked;
