/**
 * A run or a drift check as one HTML file that needs nothing else: no network, no fonts, no server. {@link RunPage}
 * takes the events, folds them, and writes them into the page as data; what shows them is in
 * {@code resources/io/hitless/report/html}. What hosts said is only ever data: the page makes text of it, never markup.
 */
@NullMarked
package io.hitless.report.html;

import org.jspecify.annotations.NullMarked;
