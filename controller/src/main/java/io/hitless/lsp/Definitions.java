package io.hitless.lsp;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the files of roles and other files that a playbook names, and the names of roles. */
final class Definitions {
    private static final Set<String> ROLE_KEYS = Set.of("role", "roles");
    private static final Set<String> ROLE_STATEMENTS = Set.of("include_role", "import_role");
    private static final Set<String> FILE_KEYS =
            Set.of("include_tasks", "import_tasks", "import_playbook", "include_vars", "vars_files", "file", "src");

    /** Directories beside a playbook or in a role that have files of some kind. */
    private static final List<String> PLACES = List.of("", "tasks", "templates", "files", "vars", "handlers");

    private static final List<String> MAIN = List.of("tasks/main.yml", "tasks/main.yaml", "meta/main.yml");

    private final List<Path> roots;

    /** @param roots directories that may have {@code roles}: the workspace, and those of the configuration */
    Definitions(List<Path> roots) {
        this.roots = List.copyOf(roots);
    }

    /** The file that the value at a place names, or null. */
    @Nullable
    Path of(Path document, YamlPlace place) {
        String key = unqualified(
                place.value() == null && !place.parents().isEmpty()
                        ? place.parents().getFirst()
                        : place.key());
        String parent =
                place.parents().isEmpty() ? "" : unqualified(place.parents().getFirst());
        String name = place.word();
        if (name.isEmpty()) {
            return null;
        }
        if (ROLE_KEYS.contains(key) || (key.equals("name") && ROLE_STATEMENTS.contains(parent))) {
            return role(document, name);
        }
        return FILE_KEYS.contains(key) ? file(document, name) : null;
    }

    private static String unqualified(String key) {
        return key.startsWith("ansible.builtin.") ? key.substring("ansible.builtin.".length()) : key;
    }

    private @Nullable Path role(Path document, String name) {
        for (Path directory : roleDirectories(document)) {
            for (String main : MAIN) {
                Path file = directory.resolve(name).resolve(main);
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        return null;
    }

    /** Looks in the document's directory and the one above: in a role that is the role. */
    private static @Nullable Path file(Path document, String name) {
        Path base = document.getParent();
        for (int up = 0; base != null && up < 2; up++, base = base.getParent()) {
            for (String place : PLACES) {
                Path file = base.resolve(place).resolve(name).normalize();
                if (Files.isRegularFile(file)) {
                    return file;
                }
            }
        }
        return null;
    }

    /** The names of all roles that are found near the document. */
    List<String> roles(Path document) {
        List<String> names = new ArrayList<>();
        for (Path directory : roleDirectories(document)) {
            try (Stream<Path> found = Files.list(directory)) {
                found.filter(Files::isDirectory)
                        .map(role -> String.valueOf(role.getFileName()))
                        .sorted()
                        .forEach(names::add);
            } catch (IOException _) {
                // it is gone meanwhile, or can't be read
            }
        }
        return names.stream().distinct().toList();
    }

    private List<Path> roleDirectories(Path document) {
        List<Path> all = new ArrayList<>();
        for (Path base = document.getParent(); base != null && all.size() < 4; base = base.getParent()) {
            all.add(base.resolve("roles"));
            if (roots.contains(base)) {
                break;
            }
        }
        roots.forEach(root -> {
            all.add(root.resolve("roles"));
            all.add(root.resolve("playbooks/roles"));
        });
        return all.stream().distinct().filter(Files::isDirectory).toList();
    }
}
