package io.hitless.playbook.load;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Where the collections of the bastion are. */
@FunctionalInterface
public interface CollectionSearch {
    /** None is installed. */
    CollectionSearch NOWHERE = (_, _, _) -> null;

    /**
     * The directory of a collection, or null if it is not installed.
     *
     * @param beside directories that can have {@code collections} in them
     */
    @Nullable
    Path find(String namespace, String name, List<Path> beside);

    /** The collection of a qualified name such as {@code acme.web.site}, or null if it is none, or not installed. */
    default @Nullable Named named(String qualified, List<Path> beside) {
        String[] parts = qualified.split("\\.", 3);
        if (parts.length < 3 || !parts[0].matches("\\w+") || !parts[1].matches("\\w+")) {
            return null;
        }
        Path collection = find(parts[0], parts[1], beside);
        return collection == null ? null : new Named(parts[0] + "." + parts[1], collection, parts[2]);
    }

    /** The collection that something lies in, or none. */
    static List<String> around(Path directory) {
        for (int i = 0; i + 2 < directory.getNameCount(); i++) {
            if (directory.getName(i).toString().equals("ansible_collections")) {
                return List.of(directory.getName(i + 1) + "." + directory.getName(i + 2));
            }
        }
        return List.of();
    }

    /** The playbook of a qualified name, or null. */
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

    /** Something that a collection has. */
    record Named(String collection, Path directory, String name) {
        /** Its path below one of the collection's directories: dots in a name are directories. */
        Path below(String kind) {
            return directory.resolve(kind).resolve(name.replace('.', '/'));
        }
    }
}
