package io.hitless.report.export;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.jspecify.annotations.Nullable;

/**
 * A file that appears as a whole: it is written beside its place and moved there, so that no reader ever sees a part of
 * it. One that is closed without {@link #keep} leaves what was there before.
 */
public final class AtomicFile implements AutoCloseable {
    private final Path file;
    private final @Nullable Path part;
    private @Nullable OutputStream out;

    private AtomicFile(Path file, @Nullable Path part, OutputStream out) {
        this.file = file;
        this.part = part;
        this.out = out;
    }

    /**
     * Begins to write it. Its mode is what the umask leaves, as other users' programs are meant to read it.
     *
     * @throws IOException if that can't be done there
     */
    public static AtomicFile begin(Path place) throws IOException {
        if (Files.exists(place) && !Files.isRegularFile(place)) { // a device or a pipe: nothing is to take its place
            return new AtomicFile(place, null, new BufferedOutputStream(Files.newOutputStream(place)));
        }
        Path file = Files.exists(place) ? place.toRealPath() : place;
        // Hidden, and with another ending: a collector of *.prom, say, must not take it.
        Path part = file.resolveSibling(
                "." + file.getFileName() + "." + ProcessHandle.current().pid() + ".part");
        return new AtomicFile(file, part, new BufferedOutputStream(Files.newOutputStream(part)));
    }

    /** Writes the text in place of what the file held. */
    public static void write(Path file, String text) throws IOException {
        try (AtomicFile whole = begin(file)) {
            whole.stream().write(text.getBytes(StandardCharsets.UTF_8));
            whole.keep();
        }
    }

    public OutputStream stream() {
        OutputStream open = out;
        if (open == null) {
            throw new IllegalStateException(file + " is written");
        }
        return open;
    }

    /** All is written: it takes its place. */
    public void keep() throws IOException {
        stream().close();
        out = null;
        if (part != null) {
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    @Override
    public void close() throws IOException {
        if (out != null) {
            out.close();
            out = null;
            if (part != null) {
                Files.deleteIfExists(part);
            }
        }
    }
}
