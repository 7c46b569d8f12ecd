package io.hitless.wording;

import java.util.List;
import java.util.OptionalInt;

/** Formats numbers with the nouns that they count. */
public final class Plural {
    private Plural() {}

    public static String of(long number, String what) {
        return of(number, what, what + "s");
    }

    public static String of(long number, String one, String several) {
        return number + " " + (number == 1 ? one : several);
    }

    /** Joins the parts of a verdict and adds the share of checks whose result is known, or that nothing was checked. */
    public static String withCoverage(List<String> parts, OptionalInt percent, int all) {
        String coverage = percent.isPresent()
                ? "; coverage " + percent.getAsInt() + " % of " + all
                : (parts.isEmpty() ? "" : "; ") + "nothing was checked";
        return String.join(", ", parts) + coverage;
    }

    /** Adds {@code 1 change} or {@code 3 changes}, unless the number is 0. */
    public static void add(List<String> parts, long number, String one, String several) {
        if (number > 0) {
            parts.add(of(number, one, several));
        }
    }

    /** Adds a part such as {@code 3 unknown}, unless the number is 0. */
    public static void add(List<String> parts, int number, String what) {
        if (number > 0) {
            parts.add(number + " " + what);
        }
    }
}
