/**
 * A run or a drift check as one HTML file without external dependencies: no network, no fonts, no server.
 * {@link RunPage} collects the events and writes them into the page as data; the scripts that show them are in
 * {@code resources/io/hitless/report/html}. Output from hosts is always data: the page shows it as text, never as
 * markup.
 */
@NullMarked
package io.hitless.report.html;

import org.jspecify.annotations.NullMarked;
