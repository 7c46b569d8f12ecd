package io.hitless.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who ran a command, on which machine, and its command line.
 *
 * @param user the login name; {@code alice as root} through sudo
 * @param bastion the machine's host name
 * @param command the arguments after {@code hitless}, without secrets
 */
public record Invoker(String user, String bastion, List<String> command) {
    public Invoker {
        command = List.copyOf(command);
    }

    /** The user of this process. */
    public static Invoker current(Map<String, String> environment, List<String> command) {
        String user = System.getProperty("user.name");
        String sudoUser = environment.get("SUDO_USER");
        return new Invoker(
                sudoUser == null || sudoUser.equals(user) ? user : sudoUser + " as " + user,
                bastion(environment),
                command);
    }

    /** {@code user@bastion}, to show to others. */
    public String who() {
        return user + "@" + bastion;
    }

    // The resolver is not used: it may take long to fail.
    private static String bastion(Map<String, String> environment) {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return Objects.requireNonNullElse(environment.get("HOSTNAME"), "unknown");
        }
    }
}
