/** Past runs from the journal, as text and as JSON. */
@NullMarked
package io.hitless.report.history;

import org.jspecify.annotations.NullMarked;
