package io.hitless.playbook;

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
        if (name.startsWith("~/")) {
            return List.of(Path.of(System.getProperty("user.home")).resolve(name.substring(2)));
        }
        Path plain = dir.resolve(name).normalize();
        Path given = Path.of(name);
        return given.isAbsolute() || given.startsWith(VARS)
                ? List.of(plain)
                : List.of(dir.resolve(VARS).resolve(name).normalize(), plain);
    }
}
