package io.hitless.playbook.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds the collections that are installed on the bastion. */
@FunctionalInterface
public interface CollectionSearch {
    /** Finds nothing. */
    CollectionSearch NOWHERE = (_, _, _) -> null;

    /**
     * Returns the directory of a collection, or null if it is not installed.
     *
     * @param beside directories that may contain a directory {@code collections}
     */
    @Nullable
    Path find(String namespace, String name, List<Path> beside);

    /**
     * Splits a qualified name such as {@code acme.web.site}, and finds its collection. Returns null if the name is not
     * qualified or the collection is not installed.
     */
    default @Nullable Named named(String qualified, List<Path> beside) {
        String[] parts = qualified.split("\\.", 3);
        if (parts.length < 3 || !parts[0].matches("\\w+") || !parts[1].matches("\\w+")) {
            return null;
        }
        Path collection = find(parts[0], parts[1], beside);
        return collection == null ? null : new Named(parts[0] + "." + parts[1], collection, parts[2]);
    }

    /** The name of the collection that contains a directory; empty if none does. */
    static List<String> around(Path directory) {
        for (int i = 0; i + 2 < directory.getNameCount(); i++) {
            if (directory.getName(i).toString().equals("ansible_collections")) {
                return List.of(directory.getName(i + 1) + "." + directory.getName(i + 2));
            }
        }
        return List.of();
    }

    /** The playbook with a qualified name, or null. */
    default @Nullable Path playbook(String qualified, List<Path> beside) {
        Named named = named(qualified.replaceFirst("\\.ya?ml$", ""), beside);
        if (named == null) {
            return null;
        }
        Path file = named.below("playbooks");
        return Stream.of(".yml", ".yaml")
                .map(ending -> file.resolveSibling(file.getFileName() + ending))
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    /** A role, playbook or other content of a collection. */
    record Named(String collection, Path directory, String name) {
        /** The content's path below one of the collection's directories. Dots in the name separate directories. */
        Path below(String kind) {
            return directory.resolve(kind).resolve(name.replace('.', '/'));
        }
    }
}
