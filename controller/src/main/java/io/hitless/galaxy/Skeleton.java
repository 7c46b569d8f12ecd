package io.hitless.galaxy;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The files of a new role or collection.
 *
 * @param directories directories that are empty at first
 * @param files the content of each file, by its name
 */
public record Skeleton(List<String> directories, Map<String, String> files) {
    public Skeleton {
        directories = List.copyOf(directories);
        files = Collections.unmodifiableMap(new LinkedHashMap<>(files));
    }

    /** A role. */
    public static Skeleton ofRole(String name) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put(
                "README.md",
                "# " + name + "\n\nWhat this role does, its variables, and an example of a play with it.\n");
        files.put("defaults/main.yml", "---\n# variables that whoever uses the role may set\n");
        files.put("handlers/main.yml", "---\n# what runs when a task notifies it\n");
        files.put("tasks/main.yml", "---\n# what the role does\n");
        files.put("vars/main.yml", "---\n# variables of the role itself\n");
        files.put("meta/main.yml", """
            ---
            galaxy_info:
              author: your name
              description: what the role does
              license: the license
              min_ansible_version: "2.19"
              galaxy_tags: []
            dependencies: []
            """);
        files.put("tests/inventory", "localhost ansible_connection=local\n");
        files.put("tests/test.yml", "---\n- hosts: localhost\n  roles:\n    - " + name + "\n");
        return new Skeleton(List.of("files", "templates"), files);
    }

    /** A collection. */
    public static Skeleton ofCollection(String namespace, String name) {
        Map<String, String> files = new LinkedHashMap<>();
        files.put("galaxy.yml", """
            ---
            namespace: %s
            name: %s
            version: 1.0.0
            readme: README.md
            authors:
              - your name
            description: what the collection is for
            license: []
            tags: []
            dependencies: {}
            repository: ""
            build_ignore: []
            """.formatted(namespace, name));
        files.put("README.md", "# " + namespace + "." + name + "\n\nWhat is in this collection.\n");
        files.put("meta/runtime.yml", "---\nrequires_ansible: '>=2.19.0'\n");
        files.put("plugins/README.md", "Plugins are here, each kind in a directory: `modules`, `filter`, `lookup`.\n");
        return new Skeleton(List.of("docs", "roles"), files);
    }

    /**
     * Writes the files.
     *
     * @param replace whether to replace existing files
     * @throws UserError if the directory exists and is not empty
     */
    public void write(Path directory, boolean replace) {
        try {
            if (!replace && isTaken(directory)) {
                throw new UserError(null, directory + " is there already", "--force replaces the files in it");
            }
            for (String empty : directories) {
                Files.createDirectories(directory.resolve(empty));
            }
            for (Map.Entry<String, String> file : files.entrySet()) {
                Path path = directory.resolve(file.getKey());
                Files.createDirectories(Objects.requireNonNull(path.getParent()));
                Files.writeString(path, file.getValue());
            }
        } catch (IOException e) {
            throw new UserError("cannot write to " + directory + ": " + Reason.of(e));
        }
    }

    private static boolean isTaken(Path directory) throws IOException {
        if (!Files.exists(directory)) {
            return false;
        }
        if (!Files.isDirectory(directory)) {
            return true;
        }
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.findAny().isPresent();
        }
    }
}
