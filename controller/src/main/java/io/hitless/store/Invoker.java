package io.hitless.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/**
 * Who gave a command, where, and how it read.
 *
 * @param user the login name; {@code alice as root} through sudo
 * @param bastion the machine's name
 * @param command the arguments behind {@code hitless}, secrets taken out
 */
public record Invoker(String user, String bastion, List<String> command) {
    public Invoker {
        command = List.copyOf(command);
    }

    /** Who runs this process. */
    public static Invoker here(Map<String, String> environment, List<String> command) {
        String user = System.getProperty("user.name");
        String before = environment.get("SUDO_USER");
        return new Invoker(
                before == null || before.equals(user) ? user : before + " as " + user, bastion(environment), command);
    }

    /** In one word, for the eyes of others. */
    public String who() {
        return user + "@" + bastion;
    }

    // Not through the resolver, which may take long to say that it knows nothing.
    private static String bastion(Map<String, String> environment) {
        try {
            return Files.readString(Path.of("/proc/sys/kernel/hostname")).strip();
        } catch (IOException _) {
            return Objects.requireNonNullElse(environment.get("HOSTNAME"), "unknown");
        }
    }
}
