package io.hitless.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** Recognises files that {@code ansible-vault} encrypted by their first bytes, whatever their size. */
public final class VaultedFile {
    private static final byte[] MARK = "$ANSIBLE_VAULT;".getBytes(StandardCharsets.US_ASCII);

    private VaultedFile() {}

    public static boolean is(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(MARK.length), MARK);
        }
    }
}
