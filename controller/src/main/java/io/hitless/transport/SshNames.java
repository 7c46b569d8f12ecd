package io.hitless.transport;

import io.hitless.source.UserError;

/**
 * Valid names of hosts and users, as in OpenSSH since 9.6: characters with a meaning in shells are refused, because
 * names come from inventories and hosts, and {@code ProxyCommand} passes them to a shell on this machine.
 */
final class SshNames {
    private static final String NOT_IN_USERS = "'`\";&<>|(){}";
    private static final String NOT_IN_HOSTS = NOT_IN_USERS + "$\\";

    private SshNames() {}

    /** @throws UserError if the name is not valid for a host */
    static String host(String name) {
        boolean good = name.chars()
                .noneMatch(c -> NOT_IN_HOSTS.indexOf(c) >= 0 || Character.isWhitespace(c) || Character.isISOControl(c));
        if (!good || name.startsWith("-")) {
            throw new UserError(
                    null,
                    "the host name '" + name + "' holds characters that ssh does not take",
                    "no quotes, blanks, leading '-' or any of $ \\ ; & < > | ( ) { }");
        }
        return name;
    }

    /**
     * @throws UserError if the name is not valid for a user. It may contain blanks, and a backslash behind a domain.
     */
    static String user(String name) {
        boolean good = name.chars().noneMatch(c -> NOT_IN_USERS.indexOf(c) >= 0 || Character.isISOControl(c));
        if (!good || name.startsWith("-") || name.endsWith("\\") || name.matches(".*\\s-.*")) {
            throw new UserError(
                    null,
                    "the user name '" + name + "' holds characters that ssh does not take",
                    "no quotes, leading '-' or any of ; & < > | ( ) { }");
        }
        return name;
    }
}
