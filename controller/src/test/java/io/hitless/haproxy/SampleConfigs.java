package io.hitless.haproxy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Configurations to test with: our own, and the examples of an installed HAProxy. */
public final class SampleConfigs {
    private static final Path OURS = Path.of("src/test/resources/haproxy/configs");
    private static final List<Path> EXAMPLES =
            List.of(Path.of("/usr/share/doc/haproxy/examples"), Path.of("/usr/share/doc/haproxy-doc/examples"));

    private SampleConfigs() {}

    public static Map<String, byte[]> ours() {
        return under(OURS);
    }

    /** Returns what the packages of this machine ship; it may be nothing. */
    public static Map<String, byte[]> examples() {
        Map<String, byte[]> found = new TreeMap<>();
        EXAMPLES.stream().filter(Files::isDirectory).forEach(directory -> found.putAll(under(directory)));
        return found;
    }

    private static Map<String, byte[]> under(Path directory) {
        Map<String, byte[]> found = new TreeMap<>();
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path file : (Iterable<Path>) all.filter(Files::isRegularFile)::iterator) {
                found.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
