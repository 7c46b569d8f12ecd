package io.hitless.transport;

import io.hitless.source.Reason;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Checks whether a file can be used to log in, as far as possible without a passphrase. */
public final class KeyFileCheck {
    private KeyFileCheck() {}

    /**
     * What is wrong with a private key file, or with a public key file whose private key is in an agent; null if
     * nothing.
     */
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
