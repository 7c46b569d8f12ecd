package io.hitless.python;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds files by their name without extension. */
final class NamedFile {
    private static final List<String> NOT_PROGRAMS = List.of(
            ".pyc", ".pyo", ".swp", ".bak", "~", ".rpm", ".md", ".txt", ".rst", ".yaml", ".yml", ".ini", ".json");

    private NamedFile() {}

    /** {@code dir/NAME} with any extension of a program, preferably that of Python; or null. */
    static @Nullable Path in(Path dir, String name) {
        Path python = dir.resolve(name + ".py");
        if (Files.isRegularFile(python)) {
            return python;
        }
        if (!Files.isDirectory(dir)) {
            return null;
        }
        try (Stream<Path> all = Files.list(dir)) {
            return all.filter(file -> isCalled(file.getFileName().toString(), name) && Files.isRegularFile(file))
                    .min(Comparator.naturalOrder())
                    .orElse(null);
        } catch (IOException _) {
            return null; // unreadable, so it is ignored
        }
    }

    private static boolean isCalled(String file, String name) {
        return (file.equals(name) || (file.startsWith(name + ".") && file.indexOf('.', name.length() + 1) < 0))
                && NOT_PROGRAMS.stream().noneMatch(file::endsWith);
    }
}
