package io.hitless.report;

import io.hitless.source.UserError;

/** How the operator is warned: in a line of its own, which begins as Ansible's do. */
public final class Warnings {
    private Warnings() {}

    /** The line. */
    public static String line(String text) {
        return "[WARNING]: " + text;
    }

    /** To standard error. */
    public static void print(String text) {
        System.err.println(line(text));
    }

    /** A mistake that does not keep the command from going on. */
    public static void print(UserError mistake) {
        print(mistake.getMessage() + (mistake.hint() == null ? "" : "; " + mistake.hint()));
    }
}
