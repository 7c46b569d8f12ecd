package io.hitless.playbook.load;

import io.hitless.source.MappedText;
import java.util.Arrays;

/**
 * The free text of a task ({@code command: make all}), without its options. Blanks and line ends are kept as Ansible
 * 2.19 keeps them: those behind a word belong to it, and vanish with an option. A backslash that stands alone takes the
 * end of its line along. A single blank before the first word of a line is lost.
 */
final class FreeText {
    private final MappedText source;
    private final StringBuilder text = new StringBuilder();
    private final int[] origins;
    private boolean isKept = true;
    private boolean isContinued;
    private boolean isGlued;

    FreeText(MappedText source) {
        this.source = source;
        this.origins = new int[source.text().length()];
    }

    /** Adds a word of the text. */
    void word(int from, int to) {
        if (!text.isEmpty() && text.charAt(text.length() - 1) != '\n' && !isGlued) {
            add(' ', from - 1);
        }
        for (int i = from; i < to; i++) {
            add(source.text().charAt(i), i);
        }
        isKept = true;
    }

    /** Leaves an option out, with the blanks behind it. */
    void option() {
        isKept = false;
    }

    /** Leaves a backslash out, with the end of its line. */
    void continuation() {
        isContinued = true;
    }

    /** Adds the blanks behind a word, an option or a backslash, or those at the start. */
    void blanks(int from, int to) {
        boolean isAtEnd = to == source.text().length();
        for (int i = from; i < to; i++) {
            char blank = source.text().charAt(i);
            if (blank == '\n' && isContinued) {
                isContinued = false;
            } else if (isKept && (blank != ' ' || i < to - 1 || isAtEnd)) {
                add(blank, i);
            }
        }
        isGlued = from < to && " \n".indexOf(source.text().charAt(to - 1)) < 0;
    }

    private void add(char character, int origin) {
        origins[text.length()] = origin;
        text.append(character);
    }

    MappedText text() {
        return source.rewritten(text.toString(), Arrays.copyOf(origins, text.length()));
    }
}
