package io.hitless.vars;

import io.hitless.source.Reason;
import io.hitless.source.TextFile;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A vault password with its vault id.
 *
 * @param id the label from {@code --vault-id}, or {@code default}
 * @param password returns the password; called each time the password is needed, so a typed one must be cached
 */
public record VaultSecret(String id, Supplier<String> password) {
    public static final String DEFAULT_ID = "default";

    /**
     * Returns the password in a file; if the file is executable, the password that it prints. A program called
     * {@code NAME-client} gets the label as an argument, as in Ansible.
     *
     * @param label null for none
     * @throws UserError when the password is read, if the file cannot be read or run, or is empty
     */
    public static VaultSecret ofFile(@Nullable String label, Path file) {
        return new VaultSecret(Objects.requireNonNullElse(label, DEFAULT_ID), () -> {
            String password = Files.isExecutable(file)
                    ? stripLineEnds(printed(file, label))
                    : read(file).strip();
            if (password.isEmpty()) {
                throw new UserError("no password in " + file);
            }
            return password;
        });
    }

    private static String read(Path file) {
        try {
            return TextFile.read(file);
        } catch (IOException e) {
            throw new UserError("cannot read the vault password file " + file + ": " + Reason.of(e));
        }
    }

    private static List<String> command(Path script, @Nullable String label) {
        String name = String.valueOf(script.getFileName());
        int dot = name.lastIndexOf('.');
        boolean client = (dot <= 0 ? name : name.substring(0, dot)).endsWith("-client");
        String program = script.toAbsolutePath().toString();
        return client && label != null ? List.of(program, "--vault-id", label) : List.of(program);
    }

    private static String printed(Path script, @Nullable String label) {
        try {
            Process process = new ProcessBuilder(command(script, label))
                    .redirectError(ProcessBuilder.Redirect.INHERIT)
                    .start();
            process.getOutputStream().close();
            String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            int status = process.waitFor();
            if (status != 0) {
                throw new UserError("the vault password script " + script + " ended with status " + status);
            }
            return printed;
        } catch (IOException e) {
            throw new UserError("cannot run the vault password script " + script + ": " + Reason.of(e));
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            throw new UserError("interrupted while the vault password script ran");
        }
    }

    private static String stripLineEnds(String text) {
        int end = text.length();
        while (end > 0 && (text.charAt(end - 1) == '\n' || text.charAt(end - 1) == '\r')) {
            end--;
        }
        return text.substring(0, end);
    }

    @Override
    public String toString() {
        return "vault secret " + id;
    }
}
