package io.hitless.agent;

import io.hitless.agent.Become.Method;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * How a command line is wrapped to run as another user, and how the answers of sudo and su are read. Where a password
 * may be asked for, the program is held back until a start mark shows that nobody reads a password any more.
 */
final class BecomeCommand {
    private final @Nullable Become become;
    private final String key;
    private final List<String> flags;

    BecomeCommand(@Nullable Become become, String key) {
        this.become = become;
        this.key = key;
        this.flags = become == null ? List.of() : flags(become);
    }

    private static List<String> flags(Become become) {
        String flags = become.flags();
        if (flags == null) {
            flags = become.method() == Method.SU ? "" : become.password() == null ? "-H -S -n" : "-H -S";
        }
        return flags.isBlank() ? List.of() : List.of(flags.strip().split("\\s+"));
    }

    /** Whether the login user stays who it is. */
    boolean isNone() {
        return become == null;
    }

    /** Whether the start has to be waited for: not without become, nor with a sudo that was told not to ask. */
    boolean mayAsk() {
        return become != null && (become.password() != null || become.method() == Method.SU || !neverAsks());
    }

    private boolean neverAsks() {
        return flags.stream()
                .anyMatch(flag -> flag.equals("--non-interactive") || flag.matches("-[A-Za-z]*n[A-Za-z]*"));
    }

    /** What is printed on a line of its own once the identity is taken on. */
    String startMark() {
        return "=" + key;
    }

    /** The command line for the login shell that makes a shell of the identity read its program from standard input. */
    String shellLine(String shell) {
        return become == null ? "exec " + shell : mayAsk() ? scriptLine(shell, "exec " + shell) : sudo(become, shell);
    }

    /** The command line for the login shell that makes a shell of the identity run {@code script}. */
    String scriptLine(String shell, String script) {
        String marked = mayAsk() ? "printf '\\n%s\\n' '" + startMark() + "'; " + script : script;
        String inner = shell + " -c " + CallEncoder.quoted(marked);
        return switch (become) {
            case null -> inner;
            case Become sudo when sudo.method() == Method.SUDO -> sudo(sudo, inner);
            case Become su -> su(su, marked);
        };
    }

    private String sudo(Become sudo, String inner) {
        StringBuilder line = new StringBuilder(sudo.exe() == null ? "sudo" : sudo.exe());
        flags.forEach(flag -> CallEncoder.quote(line.append(' '), flag));
        if (sudo.password() != null) {
            CallEncoder.quote(line.append(" -p "), prompt());
        }
        CallEncoder.quote(line.append(" -u "), sudo.user());
        return line.append(' ').append(inner).toString();
    }

    // The target's login shell runs the script: any shell can take one command line, and the agent's shell is exec-ed
    // by it.
    private String su(Become su, String marked) {
        StringBuilder line = new StringBuilder("env LC_ALL=C ").append(su.exe() == null ? "su" : su.exe());
        flags.forEach(flag -> CallEncoder.quote(line.append(' '), flag));
        CallEncoder.quote(line.append(' '), su.user());
        CallEncoder.quote(line.append(" -c "), "unset LC_ALL; " + marked);
        return line.toString();
    }

    private String prompt() {
        return "[hitless " + key + "] password:";
    }

    /** How often a password has been asked for in what came on standard error. */
    int prompts(String stderr) {
        if (become == null) {
            return 0;
        }
        String mark = become.method() == Method.SUDO && become.password() != null ? prompt() : "assword:";
        int count = 0;
        for (int at = stderr.indexOf(mark); at >= 0; at = stderr.indexOf(mark, at + mark.length())) {
            count++;
        }
        return count;
    }

    /** Why the identity was not taken on, told from what the method printed. */
    BecomeFailure failure(String stderr) {
        String said = stderr.replace(prompt(), "").strip();
        String lower = said.toLowerCase(Locale.ROOT);
        String to = String.valueOf(become);
        String why;
        if (lower.contains("not in the sudoers")
                || lower.contains("may not run sudo")
                || lower.contains("is not allowed to")) {
            why = "the login user is not allowed to " + to;
        } else if (lower.contains("unknown user") || lower.contains("does not exist")) {
            why = "no such user on the host for " + to;
        } else if (lower.contains("must have a tty") || lower.contains("must be run from a terminal")) {
            why = to + ": it asks for a terminal; take 'requiretty' out of sudoers, or 'su' out of securetty's reach";
        } else if (password() == null && prompts(stderr) > 0) {
            why = "a password is needed for " + to + ", and none was given";
        } else if (lower.contains("try again")
                || lower.contains("incorrect password")
                || lower.contains("authentication failure")) {
            why = "incorrect password for " + to;
        } else if (lower.contains("a password is required") || lower.contains("no password was provided")) {
            why = "a password is needed for " + to + ", and none was given";
        } else if (lower.contains("not found") || lower.contains("no such file")) {
            why = "the host has no such command for " + to;
        } else {
            why = "could not " + to;
        }
        return new BecomeFailure(said.isEmpty() ? why : why + " (" + said.replaceAll("\\s*\n\\s*", "; ") + ")");
    }

    @Nullable
    String password() {
        return become == null ? null : become.password();
    }

    @Override
    public String toString() {
        return String.valueOf(become);
    }
}
