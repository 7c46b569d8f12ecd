package io.hitless.agent;

import io.hitless.agent.Become.Method;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Wraps a command line to run as another user, and reads the output of sudo and su. If a password may be asked for, the
 * program is held back until a start mark shows that no more password is read.
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

    /** Whether the command runs as the login user. */
    boolean isNone() {
        return become == null;
    }

    /** Whether to wait for the start mark: not without become, nor with a sudo that never asks. */
    boolean mayAsk() {
        return become != null && (become.password() != null || become.method() == Method.SU || !neverAsks());
    }

    private boolean neverAsks() {
        return flags.stream()
                .anyMatch(flag -> flag.equals("--non-interactive") || flag.matches("-[A-Za-z]*n[A-Za-z]*"));
    }

    /** The line that is printed once the identity has changed. */
    String startMark() {
        return "=" + key;
    }

    /**
     * A command line for the login shell: starts a shell of the identity that reads its program from standard input.
     */
    String shellLine(String shell) {
        return become == null ? "exec " + shell : mayAsk() ? scriptLine(shell, "exec " + shell) : sudo(become, shell);
    }

    /** A command line for the login shell: starts a shell of the identity that runs {@code script}. */
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

    // The target user's login shell runs the script: any shell accepts one command line, and it execs the agent's
    // shell.
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

    /** How many password prompts standard error contains. */
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

    /** Why the identity could not be changed, from what the method printed. */
    BecomeFailure failure(String stderr) {
        String printed = stderr.replace(prompt(), "").strip();
        String lower = printed.toLowerCase(Locale.ROOT);
        String to = String.valueOf(become);
        String why;
        if (lower.contains("not in the sudoers")
                || lower.contains("may not run sudo")
                || lower.contains("is not allowed to")) {
            why = "the login user is not allowed to " + to;
        } else if (lower.contains("unknown user") || lower.contains("does not exist")) {
            why = "no such user on the host for " + to;
        } else if (lower.contains("must have a tty") || lower.contains("must be run from a terminal")) {
            why = to + ": it requires a terminal; remove 'requiretty' from sudoers, or exempt 'su' from securetty";
        } else if (password() == null && prompts(stderr) > 0) {
            why = "a password is required for " + to + ", and none was given";
        } else if (lower.contains("try again")
                || lower.contains("incorrect password")
                || lower.contains("authentication failure")) {
            why = "incorrect password for " + to;
        } else if (password() != null && neverAsks() && lower.contains("a password is required")) {
            why = "sudo does not ask for the password of " + to + ", as its flags have -n";
        } else if (lower.contains("a password is required") || lower.contains("no password was provided")) {
            why = "a password is required for " + to + ", and none was given";
        } else if (lower.contains("not found") || lower.contains("no such file")) {
            why = "the host has no such command for " + to;
        } else {
            why = "could not " + to;
        }
        return new BecomeFailure(printed.isEmpty() ? why : why + " (" + printed.replaceAll("\\s*\n\\s*", "; ") + ")");
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
