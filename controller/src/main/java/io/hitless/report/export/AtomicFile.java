package io.hitless.report.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A file that is replaced atomically: it is written to a temporary file and renamed, so that no reader sees an
 * incomplete one. Closing it without {@link #commit} leaves the earlier file unchanged.
 */
public final class AtomicFile implements AutoCloseable {
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Path file;
    private final @Nullable Path temporary;
    private @Nullable OutputStream out;

    private AtomicFile(Path file, @Nullable Path temporary, OutputStream out) {
        this.file = file;
        this.temporary = temporary;
        this.out = out;
    }

    /**
     * Opens the file for writing. Its mode follows the umask, because programs of other users may read it.
     *
     * @throws IOException if the file can't be written
     */
    public static AtomicFile begin(Path target) throws IOException {
        return begin(target, false);
    }

    /** Opens a file that only its owner may read. */
    public static AtomicFile beginPrivate(Path target) throws IOException {
        return begin(target, true);
    }

    private static AtomicFile begin(Path target, boolean ownerOnly) throws IOException {
        if (Files.exists(target) && !Files.isRegularFile(target)) { // a device or a pipe must not be replaced
            return new AtomicFile(target, null, new BufferedOutputStream(Files.newOutputStream(target)));
        }
        Path file = Files.exists(target) ? target.toRealPath() : target;
        // Hidden and with another suffix, so that a collector of *.prom, for example, does not read it.
        Path temporary = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        if (ownerOnly) {
            Files.deleteIfExists(temporary); // left over from a process that died
            Files.createFile(temporary, OWNER_ONLY);
        }
        return new AtomicFile(file, temporary, new BufferedOutputStream(Files.newOutputStream(temporary)));
    }

    /** Replaces the content of a file. */
    public static void write(Path file, String text) throws IOException {
        try (AtomicFile atomic = begin(file)) {
            atomic.stream().write(text.getBytes(StandardCharsets.UTF_8));
            atomic.commit();
        }
    }

    public OutputStream stream() {
        OutputStream open = out;
        if (open == null) {
            throw new IllegalStateException(file + " is written");
        }
        return open;
    }

    /** Sets the file's mode. */
    public void mode(Set<PosixFilePermission> mode) throws IOException {
        if (temporary != null) {
            Files.setPosixFilePermissions(temporary, mode);
        }
    }

    /** Replaces the earlier file with what was written. */
    public void commit() throws IOException {
        stream().close();
        out = null;
        if (temporary != null) {
            Files.move(temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
            if (temporary != null) {
                Files.deleteIfExists(temporary);
            }
        }
    }
}
