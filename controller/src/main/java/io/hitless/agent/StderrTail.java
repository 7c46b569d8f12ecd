package io.hitless.agent;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * Reads a stream to its end in a separate thread, so that the other side never blocks on it, and keeps the last part.
 */
final class StderrTail {
    private static final int KEPT = 8192;

    private final StringBuilder text = new StringBuilder();
    private final Thread reader;

    /** @param onText called with the kept text after each read */
    StderrTail(InputStream in, Consumer<String> onText) {
        reader = Thread.ofVirtual().name("stderr").start(() -> read(in, onText));
    }

    private void read(InputStream in, Consumer<String> onText) {
        byte[] buffer = new byte[4096];
        try {
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                String now;
                synchronized (text) {
                    text.append(new String(buffer, 0, n, StandardCharsets.UTF_8));
                    if (text.length() > KEPT) {
                        text.delete(0, text.length() - KEPT);
                    }
                    now = text.toString();
                }
                onText.accept(now);
            }
        } catch (IOException _) {
            // The channel is gone; the reader of replies reports that.
        }
    }

    /** The kept text without blanks around it, after waiting briefly for data in transit. */
    String awaitText() throws InterruptedException {
        return awaitWritten().strip();
    }

    /** The kept text as it was written, after waiting briefly for data in transit. */
    String awaitWritten() throws InterruptedException {
        reader.join(Duration.ofMillis(150));
        synchronized (text) {
            return text.toString();
        }
    }

    String now() {
        synchronized (text) {
            return text.toString().strip();
        }
    }

    /** Drops the kept text, which belongs to an earlier call. */
    void clear() {
        synchronized (text) {
            text.setLength(0);
        }
    }
}
