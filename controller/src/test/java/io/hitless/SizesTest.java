package io.hitless;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file is short enough to be read at once, or says at its top why not: {@code more than 350 lines: …}. */
class SizesTest {
    private static final int MOST = 350;
    private static final String REASON = "more than " + MOST + " lines: ";

    private static List<String> tooLong(Path root, String... endings) throws IOException {
        List<String> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(root)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                if (Stream.of(endings).noneMatch(file.toString()::endsWith)) {
                    continue;
                }
                List<String> lines = Files.readAllLines(file);
                boolean explained = lines.stream().limit(60).anyMatch(line -> line.contains(REASON));
                if (lines.size() > MOST && !explained) {
                    found.add(lines.size() + " " + file);
                }
            }
        }
        return found;
    }

    @Test
    void classes_have_a_size() throws IOException {
        assertThat(tooLong(Path.of("src/main/java"), ".java")).isEmpty();
    }

    @Test
    void shell_files_have_a_size() throws IOException {
        assertThat(tooLong(Path.of("../agent-scripts"), ".sh")).isEmpty();
        assertThat(tooLong(Path.of("../lab"), ".sh")).isEmpty();
    }
}
