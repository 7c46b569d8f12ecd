package io.hitless.template.eval;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Finds the files that templates and lookups name. */
public final class FileSearch {
    private FileSearch() {}

    /**
     * Finds a file in Ansible's order: for each directory of the search path, below {@code kind} and then directly in
     * the directory. Returns null if there is none.
     */
    public static @Nullable Path find(String name, String kind, Scope scope) {
        for (Path candidate : candidates(name, kind, scope)) {
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    public static List<Path> candidates(String name, String kind, Scope scope) {
        String home = name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name;
        List<Path> candidates = new ArrayList<>();
        for (Path directory : scope.searchPath()) {
            candidates.add(directory.resolve(kind).resolve(home).normalize());
            candidates.add(directory.resolve(home).normalize());
        }
        if (Path.of(home).isAbsolute()) {
            candidates.add(Path.of(home).normalize());
        }
        return candidates;
    }
}
