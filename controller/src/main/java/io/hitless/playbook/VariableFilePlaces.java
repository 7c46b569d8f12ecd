package io.hitless.playbook;

import io.hitless.source.HomePath;
import java.nio.file.Path;
import java.util.List;

/** Where a file of {@code vars_files} may be: below {@code vars} first, as in Ansible. */
public final class VariableFilePlaces {
    private static final Path VARS = Path.of("vars");

    private VariableFilePlaces() {}

    /**
     * Returns the places of a file, the first of which exists counts.
     *
     * @param dir the directory of the playbook or role
     */
    public static List<Path> of(Path dir, String name) {
        Path given = HomePath.of(name);
        Path plain = dir.resolve(given).normalize();
        return given.isAbsolute() || given.startsWith(VARS)
                ? List.of(plain)
                : List.of(dir.resolve(VARS).resolve(given).normalize(), plain);
    }
}
