package io.hitless.run.step;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which call of a run: a task, an item of its loop counted from 0, a try counted from 1, and for which host: several
 * may act on one machine, by {@code delegate_to}. A resumed run asks for the result of the call by it.
 */
public record CallKey(String task, int item, int tried, String host) {
    private static final int BYTES = 8;
    private static final int BYTES_OF_HOST = 4;

    /** As the host keeps it: short, and fit to be a file's name. */
    @Override
    public String toString() {
        return ofTask(task) + "." + item + "." + tried + "." + digest(host, BYTES_OF_HOST);
    }

    /** What the keys of all of a task's calls begin with, up to the first dot. */
    static String ofTask(String task) {
        return digest(task, BYTES);
    }

    private static String digest(String text, int bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, bytes);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
