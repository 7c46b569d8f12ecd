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
 * Files of this machine whose content a host gave. They carry a mark, which a rename keeps and a file written anew does
 * not have; where the file system keeps no marks, they are known until the run ends.
 */
public final class HostFile {
    /** An extended attribute, which Linux shows as {@code user.hitless.origin}; its value is the host's name. */
    private static final String MARK = "hitless.origin";

    private static final Set<Object> UNMARKABLE = ConcurrentHashMap.newKeySet();

    private HostFile() {}

    /** Marks a file as given by {@code host}. */
    public static void mark(Path file, String host) throws IOException {
        UserDefinedFileAttributeView marks = marks(file);
        try {
            if (marks != null) {
                marks.write(MARK, ByteBuffer.wrap(host.getBytes(StandardCharsets.UTF_8)));
                return;
            }
        } catch (IOException _) {
            // no marks here
        }
        UNMARKABLE.add(key(file));
    }

    /** Whether a host gave it; of a link, what it leads to. */
    static boolean is(Path file) throws IOException {
        if (!UNMARKABLE.isEmpty() && UNMARKABLE.contains(key(file))) {
            return true;
        }
        UserDefinedFileAttributeView marks = marks(file);
        try {
            return marks != null && marks.list().contains(MARK);
        } catch (IOException _) {
            return false; // no marks here
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
