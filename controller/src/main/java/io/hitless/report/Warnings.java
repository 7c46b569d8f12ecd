package io.hitless.report;

import io.hitless.source.UserError;

/** Warnings to the operator: a line with the same prefix as Ansible's. */
public final class Warnings {
    private Warnings() {}

    /** The text of the line. */
    public static String line(String text) {
        return "[WARNING]: " + text;
    }

    /** Prints a warning to standard error. */
    public static void print(String text) {
        System.err.println(line(text));
    }

    /** Prints an error as a warning, if the command can continue. */
    public static void print(UserError mistake) {
        print(mistake.line());
    }
}
