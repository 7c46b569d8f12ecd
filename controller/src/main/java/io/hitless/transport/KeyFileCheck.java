package io.hitless.transport;

import io.hitless.source.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Whether a file can be logged in with, as far as that is known without a passphrase. */
public final class KeyFileCheck {
    private KeyFileCheck() {}

    /** What is wrong with a private key, or with a public one whose private half an agent has; null: nothing. */
    public static @Nullable String problem(Path path) {
        String text;
        try {
            text = Files.readString(path, StandardCharsets.ISO_8859_1).strip();
        } catch (IOException e) {
            return Files.exists(path) ? Reason.of(e) : "no such file";
        }
        if (KeyFile.publicLine(path).isPresent()) {
            return null;
        }
        if (!text.startsWith("-----BEGIN") && !text.startsWith("PuTTY-User-Key-File")) {
            return "not a private key";
        }
        try {
            return new KeyFile(path, _ -> null).name().isEmpty() ? "not a private key" : null;
        } catch (IOException | RuntimeException e) {
            boolean locked = text.contains("ENCRYPTED") || text.contains("Encryption: aes");
            return locked
                    ? null
                    : e instanceof IOException unreadable ? Reason.of(unreadable) : "not a whole private key";
        }
    }
}
