package io.hitless.report.html;

import io.hitless.source.Printable;

/** Text from hosts and files, for a page: what can't be seen, or makes other text look as it is not, is spelled out. */
public final class VisibleText {
    private VisibleText() {}

    /** The text with its hidden characters spelled out; lines stay lines, and end as they do here. */
    public static String text(String text) {
        return Printable.lines(text.replace("\r\n", "\n"));
    }
}
