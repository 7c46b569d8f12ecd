package io.hitless.report;

/** Colours of the terminal: the sixteen that every theme makes readable, and none at all where they are not wanted. */
public enum Style {
    OK("32"),
    CHANGED("33"),
    FAILED("31"),
    UNREACHABLE("1;31"),
    SKIPPED("36"),
    WARNING("1;35"),
    QUIET("2"),
    HEADING("1"),
    ADDED("32"),
    REMOVED("31"),
    HUNK("36");

    private final String code;

    Style(String code) {
        this.code = code;
    }

    String paint(String text) {
        return "\u001b[" + code + "m" + text + "\u001b[0m";
    }
}
