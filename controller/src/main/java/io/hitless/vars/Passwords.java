package io.hitless.vars;

import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The variables that contain passwords for connecting to hosts: secret wherever they are set. */
public final class Passwords {
    /** As in Ansible, the first of these that is set counts. */
    public static final List<String> OF_LOGIN = List.of("ansible_ssh_password", "ansible_ssh_pass", "ansible_password");

    /** The first of these that is set counts. */
    public static final List<String> OF_BECOME =
            List.of("ansible_sudo_pass", "ansible_become_pass", "ansible_become_password");

    private static final Set<String> ALL =
            Stream.of(OF_LOGIN, OF_BECOME).flatMap(List::stream).collect(Collectors.toUnmodifiableSet());

    private Passwords() {}

    /** Returns whether a text, such as a command line, sets one of these variables. */
    public static boolean isIn(String text) {
        return ALL.stream().anyMatch(text::contains);
    }

    public static boolean isPassword(String name) {
        return ALL.contains(name);
    }
}
