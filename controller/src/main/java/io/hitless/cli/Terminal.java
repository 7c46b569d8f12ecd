package io.hitless.cli;

import java.io.Console;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** What the bastion's terminal is and can do; answers for none too. */
@SuppressWarnings("SystemConsoleNull") // since 25 it is null again where nobody sits, whatever 22 to 24 did
final class Terminal {
    private static final int USUAL_WIDTH = 80;

    private Terminal() {}

    /** Whether standard output is a terminal, and not a pipe or a file. */
    static boolean isInteractive() {
        Console console = System.console();
        return console != null && console.isTerminal() && !"dumb".equals(System.getenv("TERM"));
    }

    /** Whether to use colours: on a terminal, unless NO_COLOR is set (no-color.org); everywhere with ANSIBLE_FORCE_COLOR. */
    static boolean hasColour() {
        String no = System.getenv("NO_COLOR");
        return (no == null || no.isEmpty()) && (isInteractive() || "1".equals(System.getenv("ANSIBLE_FORCE_COLOR")));
    }

    static int width() {
        try {
            Process stty = new ProcessBuilder("stty", "size").redirectInput(ProcessBuilder.Redirect.INHERIT).start();
            List<String> size = List.of(new String(stty.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).strip().split(" ", -1));
            stty.waitFor(1, TimeUnit.SECONDS);
            int width = size.size() == 2 ? Integer.parseInt(size.getLast()) : 0;
            return width > 0 ? width : USUAL_WIDTH;
        } catch (IOException | NumberFormatException _) {
            return USUAL_WIDTH;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return USUAL_WIDTH;
        }
    }

    /** Whether somebody is there to answer. */
    static boolean canAsk() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Asks for a line; null when nobody is there to answer. */
    static @Nullable String ask(String prompt, boolean echo) {
        Console console = System.console();
        if (console == null || !console.isTerminal()) {
            return null;
        }
        System.out.flush();
        if (echo) {
            return console.readLine("%s: ", prompt);
        }
        char[] typed = console.readPassword("%s: ", prompt);
        return typed == null ? null : new String(typed);
    }
}
