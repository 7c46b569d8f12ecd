package io.hitless.cli.output;

import io.hitless.report.CleanStream;
import io.hitless.source.Printable;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** What the bastion's terminal is and can do; answers for none too. */
@SuppressWarnings("SystemConsoleNull")
public // since 25 it is null again where nobody sits, whatever 22 to 24 did
final class Terminal {
    private static PrintStream raw = System.out;

    private Terminal() {}

    /**
     * From now on, what is printed is clean, in UTF-8 whatever the bastion's locale: a rollout's output is also read by
     * scripts.
     */
    public static void open() {
        raw = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        System.setOut(CleanStream.printing(raw, false));
        System.setErr(CleanStream.printing(new FileOutputStream(FileDescriptor.err), true));
    }

    /** Standard output past the filter, for what draws on it. */
    public static PrintStream raw() {
        return raw;
    }

    /** Whether standard output is a terminal, and not a pipe or a file. */
    public static boolean isInteractive() {
        Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    /**
     * Whether to use colours: on a terminal, unless NO_COLOR is set (no-color.org); everywhere with
     * ANSIBLE_FORCE_COLOR.
     */
    public static boolean hasColour() {
        String no = System.getenv("NO_COLOR");
        return (no == null || no.isEmpty()) && (isInteractive() || "1".equals(System.getenv("ANSIBLE_FORCE_COLOR")));
    }

    /** Whether somebody is there to answer. */
    public static boolean canAsk() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Asks for a line; null when nobody is there to answer. */
    public static @Nullable String ask(String prompt, boolean echo) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return null;
        }
        System.out.flush();
        String shown = Printable.lines(prompt); // a console writes past our streams
        if (echo) {
            return console.readLine("%s: ", shown);
        }
        char[] typed = console.readPassword("%s: ", shown);
        return typed == null ? null : new String(typed);
    }
}
