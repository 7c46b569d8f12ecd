package io.hitless;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.function.ThrowingConsumer;

/** Files that tests go through: none at all is a failure, for a test of nothing proves nothing. */
public final class SpecFiles {
    private SpecFiles() {}

    /** The files of a directory and of those below it with this ending, in order. */
    public static List<Path> below(Path directory, String ending) throws IOException {
        return listed(Files.walk(directory), directory, ending);
    }

    /** The files of a directory with this ending, in order. */
    public static List<Path> in(Path directory, String ending) throws IOException {
        return listed(Files.list(directory), directory, ending);
    }

    private static List<Path> listed(Stream<Path> files, Path directory, String ending) {
        try (files) {
            List<Path> found = files.filter(file -> file.toString().endsWith(ending))
                    .sorted()
                    .toList();
            assertThat(found).as("%s in %s", ending, directory).isNotEmpty();
            return found;
        }
    }

    /** A test for each file, called by its place below {@code directory}. */
    public static Stream<DynamicTest> tests(Path directory, List<Path> files, ThrowingConsumer<Path> check) {
        return files.stream()
                .map(file -> DynamicTest.dynamicTest(
                        directory.relativize(file).toString(), file.toUri(), () -> check.accept(file)));
    }
}
