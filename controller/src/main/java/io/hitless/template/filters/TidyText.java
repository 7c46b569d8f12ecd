package io.hitless.template.filters;

import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Texts of several lines for reading. */
final class TidyText {
    private static final int TAB = 8;
    private static final Pattern CONTROL = Pattern.compile("[\\p{Cntrl}&&[^\n\t]]");

    private TidyText() {}

    /**
     * Returns the text without control characters, tabs and blanks at the ends of lines, and empty lines at its end.
     */
    static String of(String text) {
        return CONTROL.matcher(text)
                .replaceAll("")
                .lines()
                .map(line -> withoutTabs(line).stripTrailing())
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }

    private static String withoutTabs(String line) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < line.length(); i++) {
            if (line.charAt(i) == '\t') {
                out.repeat(" ", TAB - out.length() % TAB);
            } else {
                out.append(line.charAt(i));
            }
        }
        return out.toString();
    }
}
