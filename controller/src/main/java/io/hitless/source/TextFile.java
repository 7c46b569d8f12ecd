package io.hitless.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.regex.Pattern;

/** Reads whole text files of this machine; refuses files that might never end. */
public final class TextFile {
    private static final int LIMIT_MB = 128;
    private static final int LIMIT = LIMIT_MB << 20;

    /** The names of pipes that the shell has opened, as for {@code <(…)}: they have a writer already. */
    private static final Pattern OPEN_PIPE = Pattern.compile("/dev/(fd/\\d+|stdin)|/proc/(self|\\d+)/fd/\\d+");

    private TextFile() {}

    /** Reads a file as UTF-8, as {@link #bytes} does. */
    public static String read(Path file) throws IOException {
        return StandardCharsets.UTF_8
                .newDecoder()
                .decode(ByteBuffer.wrap(bytes(file)))
                .toString();
    }

    /**
     * Reads a file.
     *
     * @throws IOException also if the file is a directory, a device, a FIFO that may have no writer, or too big to be a
     *     text that somebody wrote
     */
    public static byte[] bytes(Path file) throws IOException {
        if (!OPEN_PIPE.matcher(file.toString()).matches()) {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            if (attributes.isDirectory()) {
                throw new FileSystemException(file.toString(), null, "it is a directory");
            }
            if (attributes.isOther()) {
                throw new FileSystemException(file.toString(), null, "it is a FIFO, a socket or a device, and no file");
            }
            if (attributes.size() > LIMIT) {
                throw tooBig(file);
            }
        }
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw tooBig(file);
            }
            return bytes;
        }
    }

    private static FileSystemException tooBig(Path file) {
        return new FileSystemException(file.toString(), null, "it is bigger than " + LIMIT_MB + " MB");
    }
}
