package io.hitless.cli.output;

import io.hitless.config.Configuration;
import io.hitless.report.CleanStream;
import io.hitless.source.Printable;
import java.io.Console;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** The bastion's terminal and its abilities. All methods also work without a terminal. */
@SuppressWarnings("SystemConsoleNull")
public // since Java 25 this is null without a terminal again, unlike in 22 to 24
final class Terminal {
    private static PrintStream raw = System.out;
    private static boolean open;

    private Terminal() {}

    /**
     * Filters printed text from now on, and encodes it in UTF-8 whatever the bastion's locale, because scripts read the
     * output.
     */
    public static void open() {
        raw = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        open = true;
        System.setOut(CleanStream.printing(raw, false));
        System.setErr(CleanStream.printing(new FileOutputStream(FileDescriptor.err), true));
    }

    /** Standard output without the filter, for drawing. */
    public static PrintStream raw() {
        return raw;
    }

    /** Standard output for text that hitless did not write, such as a file's content: only filtered on a terminal. */
    public static PrintStream data() {
        return !open || isInteractive() ? System.out : raw;
    }

    /** Whether standard output is a terminal, not a pipe or a file. */
    public static boolean isInteractive() {
        Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether to use colours: on a terminal, or if forced, unless they are turned off (no-color.org). */
    public static boolean hasColour() {
        Configuration config = Configuration.current();
        String no = System.getenv("NO_COLOR");
        return (no == null || no.isEmpty())
                && !config.flag("ANSIBLE_NOCOLOR")
                && (isInteractive() || config.flag("ANSIBLE_FORCE_COLOR"));
    }

    /** Whether there is an operator to ask. */
    public static boolean canAsk() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Asks for a line of text. Returns null without a terminal. */
    public static @Nullable String ask(String prompt, boolean echo) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return null;
        }
        System.out.flush();
        String shown = Printable.lines(prompt); // the console does not use the filtered streams
        if (echo) {
            return console.readLine("%s: ", shown);
        }
        char[] typed = console.readPassword("%s: ", shown);
        return typed == null ? null : new String(typed);
    }
}
