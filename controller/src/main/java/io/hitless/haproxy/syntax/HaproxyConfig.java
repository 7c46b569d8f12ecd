package io.hitless.haproxy.syntax;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** All files that one HAProxy reads, in the order in which it reads them. */
public record HaproxyConfig(List<HaproxyFile> files) {
    private static final String SUFFIX = ".cfg";

    public HaproxyConfig {
        files = List.copyOf(files);
    }

    /** Reads a configuration of one file. */
    public static HaproxyConfig of(String name, byte[] content) {
        return new HaproxyConfig(List.of(HaproxyFile.read(name, content)));
    }

    /** Reads files by name, in the order of the map. */
    public static HaproxyConfig of(Map<String, byte[]> contents) {
        return new HaproxyConfig(contents.entrySet().stream()
                .map(file -> HaproxyFile.read(file.getKey(), file.getValue()))
                .toList());
    }

    /**
     * Reads what HAProxy would read for these arguments of {@code -f}: files, or directories.
     *
     * @throws IOException if one can't be read
     */
    public static HaproxyConfig read(List<Path> arguments) throws IOException {
        List<HaproxyFile> files = new ArrayList<>();
        for (Path argument : arguments) {
            for (Path file : Files.isDirectory(argument) ? inDirectory(argument) : List.of(argument)) {
                files.add(HaproxyFile.read(file.toString(), Files.readAllBytes(file)));
            }
        }
        return new HaproxyConfig(files);
    }

    private static List<Path> inDirectory(Path directory) throws IOException {
        try (Stream<Path> all = Files.list(directory)) {
            List<String> names = all.filter(Files::isRegularFile)
                    .map(file -> file.getFileName().toString())
                    .toList();
            return namesRead(names).stream().map(directory::resolve).toList();
        }
    }

    /** Returns which of the files in a directory HAProxy reads, in its order: that of their bytes. */
    public static List<String> namesRead(Collection<String> names) {
        return names.stream()
                .filter(name -> name.endsWith(SUFFIX) && !name.startsWith("."))
                .sorted((one, other) -> Arrays.compareUnsigned(ConfigBytes.bytes(one), ConfigBytes.bytes(other)))
                .toList();
    }

    /** Returns the sections of all files, in order. */
    public List<ConfigSection> sections() {
        return files.stream().flatMap(file -> file.sections().stream()).toList();
    }
}
