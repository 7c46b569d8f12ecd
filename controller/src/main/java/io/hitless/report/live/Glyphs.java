package io.hitless.report.live;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** The signs of the view: each state has one of its own, so that colours only help. */
enum Glyphs {
    FINE("\u00b7", "\u25a0", "\u25c6", "\u25a1", "\u25c7", "\u25b8", "\u21ba", "\u2718", "!", "\u2026", "\u00b7"),
    /** For terminals that have no others: the kernel's console, and those of another character set. */
    PLAIN(".", "o", "c", "-", "~", ">", "b", "X", "!", "...", "|");

    private final String[] cells;
    private final String cut;
    private final String between;

    Glyphs(String... signs) {
        int states = Node.State.values().length;
        this.cells = Arrays.copyOf(signs, states);
        this.cut = signs[states];
        this.between = signs[states + 1];
    }

    static Glyphs of(Charset charset, String terminal) {
        return charset.equals(StandardCharsets.UTF_8) && !terminal.equals("linux") ? FINE : PLAIN;
    }

    String of(Node.State state) {
        return cells[state.ordinal()];
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
