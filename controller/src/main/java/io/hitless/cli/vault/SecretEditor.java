package io.hitless.cli.vault;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Stream;
import org.jline.utils.Signals;

/**
 * Edits a secret in {@code $EDITOR}. The clear text is in a file, in a directory that only its owner can enter. The
 * file is overwritten and removed, however the editor or hitless ends.
 */
final class SecretEditor implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path directory;
    private final Path file;
    private final Thread hook = new Thread(this::remove, "vault-editor");

    private SecretEditor(Path directory, String name) {
        this.directory = directory;
        this.file = directory.resolve(name);
    }

    /** @param name the file's name; editors use its extension */
    static SecretEditor open(String name) throws IOException {
        SecretEditor editor = new SecretEditor(Files.createTempDirectory(place(), "hitless-vault"), name);
        Runtime.getRuntime().addShutdownHook(editor.hook);
        return editor;
    }

    // A directory in memory, if there is one.
    private static Path place() {
        for (String variable : new String[] {"XDG_RUNTIME_DIR", "TMPDIR"}) {
            String directory = System.getenv(variable);
            if (directory != null && !directory.isEmpty() && Files.isWritable(Path.of(directory))) {
                return Path.of(directory);
            }
        }
        return Path.of(System.getProperty("java.io.tmpdir"));
    }

    /** The command that starts the editor. */
    static String command() {
        return Stream.of("EDITOR", "VISUAL")
                .map(System.getenv()::get)
                .filter(value -> value != null && !value.isBlank())
                .findFirst()
                .orElse("vi");
    }

    /** Runs the editor and returns the edited text. */
    byte[] edit(byte[] plain, String command) throws IOException, InterruptedException {
        Files.createFile(file, OWNER_ONLY);
        Files.write(file, plain);
        int status = run(command);
        if (status != 0) {
            throw new UserError(
                    null, "the editor '" + command + "' ended with status " + status, "nothing was written");
        }
        return Files.readAllBytes(file);
    }

    // While the editor runs, Ctrl-C belongs to the editor.
    private int run(String command) throws IOException, InterruptedException {
        Object before = Signals.register("INT", () -> {});
        Process editor = new ProcessBuilder("/bin/sh", "-c", "exec " + command + " \"$1\"", "sh", file.toString())
                .inheritIO()
                .start();
        try {
            return editor.waitFor();
        } finally {
            editor.destroy();
            Signals.unregister("INT", before);
        }
    }

    private void remove() {
        try (var files = Files.list(directory)) {
            for (Path left : files.toList()) { // including files that the editor left beside it
                if (Files.isRegularFile(left)) {
                    byte[] zeros = new byte[(int) Math.min(Files.size(left), 1 << 24)];
                    Arrays.fill(zeros, (byte) 0);
                    Files.write(left, zeros);
                }
                Files.deleteIfExists(left);
            }
            Files.deleteIfExists(directory);
        } catch (IOException e) {
            System.err.println("hitless: cannot remove " + directory + ", which holds a secret: " + Reason.of(e));
        }
    }

    @Override
    public void close() {
        remove();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException _) {
            // the JVM is already ending
        }
    }
}
