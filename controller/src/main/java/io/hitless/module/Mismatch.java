package io.hitless.module;

import io.hitless.source.UserError;

/** Says that a value is not what an option wants; the text goes on from "option 'x' ". */
final class Mismatch {
    private static final int LONGEST = 60;

    private Mismatch() {}

    static UserError of(String wanted, Object value) {
        return new UserError("must be " + wanted + ", not " + shown(value));
    }

    /** A value in an error: short, on one line. */
    static String shown(Object value) {
        String text = value instanceof String s ? "'" + s + "'" : Json.write(value);
        text = text.replace('\n', ' ');
        return text.length() > LONGEST ? text.substring(0, LONGEST - 3) + "…" : text;
    }
}
