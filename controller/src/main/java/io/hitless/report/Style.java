package io.hitless.report;

import java.security.SecureRandom;
import java.util.HexFormat;

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

    static final char ESCAPE = '\u001b';

    private static final String RESET = "0";

    private final String code;

    Style(String code) {
        this.code = code;
    }

    /** The text between marks that a {@link CleanStream} makes colours of. */
    public String paint(String text) {
        return Mark.BEGIN + code + "m" + text + Mark.BEGIN + RESET + "m";
    }

    /** Whether a mark begins here, as far as the text goes. */
    static boolean mayBeMark(String text, int at) {
        int there = Math.min(Mark.BEGIN.length(), text.length() - at);
        return text.regionMatches(at, Mark.BEGIN, 0, there);
    }

    /** Where the mark ends that begins here; -1 if the text ends before it does. */
    static int endOfMark(String text, int at) {
        int end = text.length() - at < Mark.BEGIN.length() ? -1 : text.indexOf('m', at + Mark.BEGIN.length());
        return end < 0 ? -1 : end + 1;
    }

    /** A mark as terminals have it. */
    static String unmarked(String mark) {
        return ESCAPE + "[" + mark.substring(Mark.BEGIN.length());
    }

    /** How our own colours are told from what hosts print: nobody else knows the key. */
    private static final class Mark {
        static final String BEGIN = ESCAPE + key();

        private static String key() {
            byte[] key = new byte[8];
            new SecureRandom().nextBytes(key);
            return HexFormat.of().formatHex(key);
        }
    }
}
