package io.hitless.compat;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.SpecFiles;
import io.hitless.config.SettingTable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * The names that Ansible has, and those that cases show besides, each with what the comparison knows of it.
 *
 * @param kinds names by kind ({@code keyword}, {@code filter}, …), in order
 */
record CoveredNames(Map<String, Map<String, CoveredName>> kinds) {
    private static final String COVERS = "covers: ";
    private static final String DIFFERS = "differs: ";
    /** Of these the recorded list has all of ansible-core, so that another name without a collection is mistyped. */
    private static final Set<String> RECORDED = Set.of("filter", "test", "lookup", "module", "flag");

    /** Reads {@code names.txt}, {@code reasons.txt}, and what the cases cover. */
    static CoveredNames read(Path cases) throws IOException {
        CoveredNames names = new CoveredNames(new LinkedHashMap<>());
        for (String line : Files.readAllLines(cases.resolve("names.txt"))) {
            names.add(line);
        }
        for (Path file : SpecFiles.below(cases, ".spec")) {
            names.addCase(cases.relativize(file).toString().replace(".spec", ""), CompatCase.read(file));
        }
        names.addReasons(Files.readAllLines(cases.resolve("reasons.txt")));
        names.addIgnoredSettings();
        return names;
    }

    Stream<CoveredName> all() {
        return kinds.values().stream().flatMap(names -> names.values().stream());
    }

    private void add(String name) {
        String[] parts = name.split("/", 2);
        kinds.computeIfAbsent(parts[0], _ -> new TreeMap<>()).put(parts[1], new CoveredName(name));
    }

    private void addCase(String path, CompatCase compat) {
        String differs = compat.comments().stream()
                .filter(line -> line.startsWith(DIFFERS))
                .map(line -> line.substring(DIFFERS.length()))
                .findFirst()
                .orElse("");
        compat.comments().stream()
                .filter(line -> line.startsWith(COVERS))
                .flatMap(line -> Stream.of(line.substring(COVERS.length()).split("[ ,]+", -1)))
                .filter(name -> !name.isEmpty())
                .forEach(name -> named(name, path).addCase(path, differs));
    }

    private CoveredName named(String name, String path) {
        String[] parts = name.split("/", 2);
        assertThat(parts).as("%s in %s is KIND/NAME", name, path).hasSize(2);
        Map<String, CoveredName> known = kinds.computeIfAbsent(parts[0], _ -> new TreeMap<>());
        if (!known.containsKey(parts[1])) {
            assertThat(RECORDED.contains(parts[0]) && !parts[1].contains("."))
                    .as("%s in %s is no name of Ansible", name, path)
                    .isFalse();
            add(name);
        }
        return known.get(parts[1]);
    }

    /** Each line is {@code NAME…: why}; lines that begin with a blank go on. */
    private void addReasons(List<String> lines) {
        List<String> whole = new ArrayList<>();
        for (String line : lines) {
            if (line.startsWith(" ")) {
                whole.add(whole.removeLast() + " " + line.strip());
            } else if (!line.isBlank() && !line.startsWith("#")) {
                whole.add(line);
            }
        }
        for (String line : whole) {
            int colon = line.indexOf(": ");
            for (String name : line.substring(0, colon).split(" ", -1)) {
                named(name, "reasons.txt").setReason(line.substring(colon + 2));
            }
        }
    }

    private void addIgnoredSettings() {
        SettingTable.all().stream()
                .filter(setting -> !setting.honoured())
                .map(setting -> Map.entry("setting/" + setting.name(), setting.group()))
                .filter(entry -> named(entry.getKey(), "settings.txt").isUnshown())
                .forEach(entry -> named(entry.getKey(), "settings.txt").setReason(entry.getValue()));
    }
}
