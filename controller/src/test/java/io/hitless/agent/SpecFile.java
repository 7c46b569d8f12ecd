package io.hitless.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

/** A module's spec, in the format that agent-scripts/README.md describes. */
record SpecFile(String module, List<Case> cases) {
    private static final Path SPECS =
            Path.of("../agent-scripts/spec").toAbsolutePath().normalize();
    private static final Set<String> SECTIONS = Set.of(
            "setup", "args", "expect", "check", "verify", "again", "environment", "needs", "mode", "script", "undo");

    /** One case: sections by name, each without its indentation. */
    record Case(String name, int line, Map<String, String> sections) {
        String section(String key, Path directory) {
            return sections.getOrDefault(key, "")
                    .replace("@dir@", directory.toString())
                    .replace("@spec@", SPECS.toString())
                    .replace("@port@", port(directory));
        }

        // A server that the case starts writes its port down.
        private static String port(Path directory) {
            try {
                Path file = directory.resolve("port");
                return Files.exists(file) ? Files.readString(file) : "";
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean has(String key) {
            return sections.containsKey(key);
        }
    }

    static SpecFile read(Path file) throws IOException {
        String module = file.getFileName().toString().replace(".spec", "");
        List<Case> cases = new ArrayList<>();
        @Nullable String key = null;
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.startsWith("=== ")) {
                cases.add(new Case(line.substring(4).strip(), number, new LinkedHashMap<>()));
                key = null;
            } else if (line.startsWith("    ") || line.isEmpty()) {
                if (key != null) {
                    cases.getLast()
                            .sections()
                            .merge(key, line.isEmpty() ? "\n" : line.substring(4) + "\n", String::concat);
                }
            } else if (!line.startsWith("#")) {
                int colon = line.indexOf(':');
                if (colon < 1 || cases.isEmpty() || !SECTIONS.contains(line.substring(0, colon))) {
                    throw new IllegalArgumentException(
                            file + ":" + number + ": neither a case nor a section of one: " + line);
                }
                key = line.substring(0, colon);
                String first = line.substring(colon + 1).strip();
                cases.getLast().sections().put(key, first.isEmpty() ? "" : first + "\n");
            }
        }
        return new SpecFile(module, cases);
    }

    /** YAML as Ansible reads it. */
    static @Nullable Object yaml(String text) {
        return plain(new Yaml(new SafeConstructor(new LoaderOptions())).load(text));
    }

    static Map<String, @Nullable Object> map(String text) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        if (yaml(text) instanceof Map<?, ?> map) {
            map.forEach((key, value) -> out.put(String.valueOf(key), value));
        } else if (!text.isBlank()) {
            throw new IllegalArgumentException("not a map: " + text);
        }
        return out;
    }

    private static @Nullable Object plain(@Nullable Object value) {
        return switch (value) {
            case Integer number -> number.longValue();
            case List<?> list -> list.stream().map(SpecFile::plain).toList();
            case Map<?, ?> map -> {
                Map<String, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((key, item) -> out.put(String.valueOf(key), plain(item)));
                yield out;
            }
            case null -> null;
            default -> value;
        };
    }
}
