package io.hitless.template.format;

import io.hitless.value.ComputeLimits;

/**
 * A text that counts how often a regular expression engine reads a character: each read is a step. Used by one thread.
 */
final class WatchedText implements CharSequence {
    private static final int BETWEEN_LOOKS = 1 << 14;

    private final String text;
    private final long most;
    private long steps;

    /** @param most the maximum number of steps */
    WatchedText(String text, long most) {
        this.text = text;
        this.most = most;
    }

    /** The engine needs more than the allowed number of steps. */
    static final class TooManySteps extends RuntimeException {
        private static final long serialVersionUID = 1L;

        TooManySteps() {
            super("too many steps", null, false, false);
        }
    }

    @Override
    public char charAt(int index) {
        if (++steps % BETWEEN_LOOKS == 0) {
            if (steps > most) {
                throw new TooManySteps();
            }
            ComputeLimits.check();
        }
        return text.charAt(index);
    }

    @Override
    public int length() {
        return text.length();
    }

    @Override
    public CharSequence subSequence(int start, int end) {
        return text.substring(start, end);
    }

    @Override
    public String toString() {
        return text;
    }
}
