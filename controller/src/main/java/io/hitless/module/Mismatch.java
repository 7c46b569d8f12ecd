package io.hitless.module;

import io.hitless.source.UserError;

/** Builds the error for a value that does not suit an option; its text continues the words "option 'x' ". */
final class Mismatch {
    private static final int LONGEST = 60;

    private Mismatch() {}

    static UserError of(String wanted, Object value) {
        return new UserError("must be " + wanted + ", not " + shown(value));
    }

    /** Formats a value for an error: short, in one line. */
    static String shown(Object value) {
        String text = value instanceof String s ? "'" + s + "'" : Json.write(value);
        text = text.replace('\n', ' ');
        return text.length() > LONGEST ? text.substring(0, LONGEST - 3) + "…" : text;
    }
}
