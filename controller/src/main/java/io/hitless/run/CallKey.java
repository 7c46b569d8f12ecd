package io.hitless.run;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Which call of a run: a task, a turn of its loop counted from 0, a try counted from 1. A run that is resumed asks the host by it what
 * became of the call.
 */
record CallKey(String task, int item, int tried) {
    private static final int BYTES = 8;

    /** As the host keeps it: short, and fit to be a file's name. */
    @Override
    public String toString() {
        return ofTask(task) + "." + item + "." + tried;
    }

    /** What the keys of all of a task's calls begin with, up to the first dot. */
    static String ofTask(String task) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(task.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e); // every JVM has it
        }
    }
}
