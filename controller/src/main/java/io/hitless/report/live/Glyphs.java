package io.hitless.report.live;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;

/** The symbols of the view. Each state has its own, so that colours are not needed to tell them apart. */
enum Glyphs {
    FINE("\u2026", "\u00b7"),
    /** For terminals with few characters: the Linux console, and character sets other than UTF-8. */
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
            case PENDING -> either("\u00b7", ".");
            case DONE -> either("\u25a0", "o");
            case DONE_CHANGED -> either("\u25c6", "c");
            case UNCHANGED -> either("\u25a1", "-");
            case CHANGED_SO_FAR -> either("\u25c7", "~");
            case RUNNING -> either("\u25b8", ">");
            case ROLLED_BACK -> either("\u21ba", "b");
            case FAILED -> either("\u2718", "X");
            case UNREACHABLE -> "!";
        };
    }

    private String either(String fine, String plain) {
        return this == FINE ? fine : plain;
    }

    /** Marks truncated text. */
    String cut() {
        return cut;
    }

    /** The separator between parts of a line. */
    String between() {
        return between;
    }
}
