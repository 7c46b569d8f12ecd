package io.hitless.source;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.UserDefinedFileAttributeView;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Marks files of this machine whose content came from a host. The mark survives a rename, but a file that is written
 * again has none. If the file system supports no extended attributes, this class remembers the files until the run
 * ends.
 */
public final class HostFile {
    /** An extended attribute, which Linux shows as {@code user.hitless.origin}; its value is the host's name. */
    private static final String MARK = "hitless.origin";

    private static final Set<Object> UNMARKABLE = ConcurrentHashMap.newKeySet();

    private HostFile() {}

    /** Marks a file as content of {@code host}. */
    public static void mark(Path file, String host) throws IOException {
        UserDefinedFileAttributeView marks = marks(file);
        try {
            if (marks != null) {
                marks.write(MARK, ByteBuffer.wrap(host.getBytes(StandardCharsets.UTF_8)));
                return;
            }
        } catch (IOException _) {
            // no extended attributes here
        }
        UNMARKABLE.add(key(file));
    }

    /** Returns whether the content of a file, or of the target of a link, came from a host. */
    static boolean is(Path file) throws IOException {
        if (!UNMARKABLE.isEmpty() && UNMARKABLE.contains(key(file))) {
            return true;
        }
        UserDefinedFileAttributeView marks = marks(file);
        try {
            return marks != null && marks.list().contains(MARK);
        } catch (IOException _) {
            return false; // no extended attributes here
        }
    }

    private static @Nullable UserDefinedFileAttributeView marks(Path file) {
        return Files.getFileAttributeView(file, UserDefinedFileAttributeView.class);
    }

    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class).fileKey();
        return key == null ? file.toRealPath() : key;
    }
}
