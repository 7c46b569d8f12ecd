package io.hitless.inventory;

import io.hitless.source.SourceFile;
import java.nio.file.Path;
import java.util.function.Function;

/** Files that may be encrypted as a whole. */
final class VaultFiles {
    private static final String HEADER = "$ANSIBLE_VAULT;";

    private VaultFiles() {}

    static SourceFile read(Path path, Function<SourceFile, SourceFile> decrypt) {
        SourceFile file = SourceFile.read(path).trusted();
        return file.text().startsWith(HEADER) ? decrypt.apply(file) : file;
    }
}
