package io.hitless.inventory;

import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import java.nio.file.Path;

final class IniSource {
    private final Draft draft;
    private final SourceFile file;

    IniSource(Draft draft, Path path, SourceFile file) {
        this.draft = draft;
        this.file = file;
    }

    void read() {
        draft.problems().add(new UserError(file.whole(), "inventories in INI format are not read yet"));
    }
}
