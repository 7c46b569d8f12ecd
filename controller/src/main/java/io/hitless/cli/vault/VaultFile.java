package io.hitless.cli.vault;

import io.hitless.cli.output.Terminal;
import io.hitless.report.export.AtomicFile;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A file that a vault command reads or writes; {@code -} is standard input and output. */
public record VaultFile(String name) {
    private static final String STANDARD = "-";

    /** Returns the files of a command line, or standard input if the command line names none. */
    public static List<VaultFile> of(List<String> names) {
        return names.isEmpty()
                ? List.of(new VaultFile(STANDARD))
                : names.stream().map(VaultFile::new).toList();
    }

    boolean isStandard() {
        return name.equals(STANDARD);
    }

    public Path path() {
        return Path.of(name);
    }

    public byte[] read() {
        try {
            if (isStandard()) {
                if (Terminal.canAsk()) {
                    System.err.println("hitless: reading from standard input, until Ctrl-D");
                }
                return System.in.readAllBytes();
            }
            return Files.readAllBytes(path());
        } catch (IOException e) {
            throw new UserError("cannot read " + name + ": " + Reason.of(e));
        }
    }

    /** Replaces its content atomically, readable by its owner only. */
    public void write(byte[] content) {
        write(content, null);
    }

    /** Replaces encrypted content; the file's permissions are kept. */
    public void rewrite(byte[] content) {
        try {
            write(content, isStandard() ? null : Files.getPosixFilePermissions(path()));
        } catch (IOException e) {
            throw new UserError("cannot write " + name + ": " + Reason.of(e));
        }
    }

    private void write(byte[] content, @Nullable Set<PosixFilePermission> mode) {
        if (isStandard()) {
            PrintStream out = Terminal.data();
            out.writeBytes(content);
            out.flush();
            return;
        }
        try (AtomicFile file = AtomicFile.beginPrivate(path())) {
            file.stream().write(content);
            if (mode != null) {
                file.mode(mode);
            }
            file.commit();
        } catch (IOException e) {
            throw new UserError("cannot write " + name + ": " + Reason.of(e));
        }
    }

    /** Opens the file's clear text in an editor, under a name with the same extension. Returns the edited text. */
    public byte[] edit(byte[] plain) throws InterruptedException {
        try (SecretEditor editor = SecretEditor.open(String.valueOf(path().getFileName()))) {
            return editor.edit(plain, SecretEditor.command());
        } catch (IOException e) {
            throw new UserError("cannot edit " + name + ": " + Reason.of(e));
        }
    }

    /** The destination of the result: {@code --output}, or the file itself. */
    public VaultFile target(@Nullable String output) {
        return output == null ? this : new VaultFile(output);
    }

    /** @throws UserError if several files would be written to one */
    public static void refuseSeveral(List<String> names, @Nullable String output) {
        if (output != null && names.size() > 1) {
            throw VaultKeys.misuse("--output takes the result of one file, and there are " + names.size(), null);
        }
    }

    /** Prints a message, but only to a terminal: scripts use the exit code. */
    public static void report(String what) {
        if (Terminal.isInteractive()) {
            System.err.println(what);
        }
    }
}
