package io.hitless.report.html;

import io.hitless.source.Printable;

/** Text from hosts and files for a page: characters that are invisible, or disguise other text, are spelled out. */
public final class VisibleText {
    private VisibleText() {}

    /** The text with hidden characters spelled out; line breaks are kept and normalized. */
    public static String text(String text) {
        return Printable.lines(text.replace("\r\n", "\n"));
    }
}
