package io.hitless.run.step;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Identifies a call within a run: the task, the index of the loop's item from 0, the number of the attempt from 1, and
 * the host for which it is made, since with {@code delegate_to} one machine may act for several. A resumed run asks for
 * the result of a call by this key.
 */
public record CallKey(String task, int item, int tried, String host) {
    private static final int BYTES = 8;
    private static final int BYTES_OF_HOST = 4;

    /** Each task has a call on every host, and each host one of every task. */
    private static final Map<String, String> OF_TASKS = new ConcurrentHashMap<>();

    private static final Map<String, String> OF_HOSTS = new ConcurrentHashMap<>();

    /** Returns the key as the host stores it: short, and valid as a file name. */
    @Override
    public String toString() {
        return ofTask(task) + "." + item + "." + tried + "."
                + OF_HOSTS.computeIfAbsent(host, name -> digest(name, BYTES_OF_HOST));
    }

    /** Returns the prefix of the keys of all calls of a task, up to the first dot. */
    static String ofTask(String task) {
        return OF_TASKS.computeIfAbsent(task, key -> digest(key, BYTES));
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
