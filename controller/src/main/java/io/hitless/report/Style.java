package io.hitless.report;

import java.security.SecureRandom;
import java.util.HexFormat;

/** Terminal colours: only the sixteen that every theme makes readable. Not used if colour is off. */
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

    static final char ESCAPE = '\u001b';

    private static final String RESET = "0";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** The text between marks, which {@link CleanStream} turns into colours. */
    public String paint(String text) {
        return Mark.BEGIN + code + "m" + text + Mark.BEGIN + RESET + "m";
    }

    /** Whether a mark may start here, as far as the text goes. */
    static boolean mayBeMark(String text, int at) {
        int there = Math.min(Mark.BEGIN.length(), text.length() - at);
        return text.regionMatches(at, Mark.BEGIN, 0, there);
    }

    /** The end of the mark that starts here; -1 if the text ends before. */
    static int endOfMark(String text, int at) {
        int end = text.length() - at < Mark.BEGIN.length() ? -1 : text.indexOf('m', at + Mark.BEGIN.length());
        return end < 0 ? -1 : end + 1;
    }

    /** The terminal's escape sequence for a mark. */
    static String unmarked(String mark) {
        return ESCAPE + "[" + mark.substring(Mark.BEGIN.length());
    }

    /** Distinguishes our own colours from output of hosts: nobody else knows the key. */
    private static final class Mark {
        static final String BEGIN = ESCAPE + key();

        private static String key() {
            byte[] key = new byte[8];
            new SecureRandom().nextBytes(key);
            return HexFormat.of().formatHex(key);
        }
    }
}
