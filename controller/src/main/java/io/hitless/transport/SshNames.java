package io.hitless.transport;

import io.hitless.source.UserError;

/**
 * Names of hosts and users as OpenSSH takes them since 9.6: what a shell would act on is refused, for names come from
 * inventories and from hosts, and {@code ProxyCommand} gives them to a shell on this machine.
 */
final class SshNames {
    private static final String NOT_IN_USERS = "'`\";&<>|(){}";
    private static final String NOT_IN_HOSTS = NOT_IN_USERS + "$\\";

    private SshNames() {}

    /** @throws UserError if {@code name} can be no host's */
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
     * @throws UserError if {@code name} can be no user's. A backslash may part a domain from a name, and blanks may be
     *     in it.
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
