package io.hitless.report.live;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The signs of the view: each state has one of its own, so that colours only help. */
enum Glyphs {
    FINE("\u2026", "\u00b7"),
    /** For terminals that have no others: the kernel's console, and those of another character set. */
    PLAIN("...", "|");

    private final String cut;
    private final String between;

    Glyphs(String cut, String between) {
        this.cut = cut;
        this.between = between;
    }

    static Glyphs of(Charset charset, String terminal) {
        return charset.equals(StandardCharsets.UTF_8) && !terminal.equals("linux") ? FINE : PLAIN;
    }

    String of(HostView.State state) {
        return switch (state) {
            case AHEAD -> either("\u00b7", ".");
            case DONE -> either("\u25a0", "o");
            case DONE_CHANGED -> either("\u25c6", "c");
            case STEADY -> either("\u25a1", "-");
            case TOUCHED -> either("\u25c7", "~");
            case RUNNING -> either("\u25b8", ">");
            case BACK -> either("\u21ba", "b");
            case FAILED -> either("\u2718", "X");
            case UNREACHABLE -> "!";
        };
    }

    private String either(String fine, String plain) {
        return this == FINE ? fine : plain;
    }

    /** Where text was cut off. */
    String cut() {
        return cut;
    }

    /** What stands between things on one line. */
    String between() {
        return between;
    }
}
