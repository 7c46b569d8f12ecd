package io.hitless.inventory;

import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.TrustedText;
import java.nio.file.Path;
import java.util.function.Function;

/** Reads files that may be encrypted as a whole. */
final class VaultFiles {
    private static final String HEADER = "$ANSIBLE_VAULT;";

    private VaultFiles() {}

    static SourceFile read(Path path, Function<SourceFile, SourceFile> decrypt) {
        SourceFile file = TrustedText.own(SourceReader.read(path));
        return file.text().startsWith(HEADER) ? decrypt.apply(file) : file;
    }
}
