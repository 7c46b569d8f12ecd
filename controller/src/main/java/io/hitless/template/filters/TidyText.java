package io.hitless.template.filters;

import io.hitless.template.eval.StringMethods;
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
                .map(line -> StringMethods.expandTabs(line, TAB).stripTrailing())
                .collect(Collectors.joining("\n"))
                .stripTrailing();
    }
}
