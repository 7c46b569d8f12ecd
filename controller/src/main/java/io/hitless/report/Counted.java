package io.hitless.report;

import java.util.List;

/** Numbers with what they count. */
final class Counted {
    private Counted() {}

    static String of(long number, String what) {
        return of(number, what, what + "s");
    }

    static String of(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    /** Adds {@code 3 unknown}; nothing, if there are none. */
    static void add(List<String> parts, int number, String what) {
        if (number > 0) {
            parts.add(number + " " + what);
        }
    }
}
