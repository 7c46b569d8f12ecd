package io.hitless.galaxy;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * An installed collection.
 *
 * @param version {@code *} if it is unknown
 */
public record InstalledCollection(String name, String version, Path directory) {
    /** The {@code ansible_collections} directory of a configured directory. */
    public static Path root(Path configured) {
        return configured.endsWith("ansible_collections") ? configured : configured.resolve("ansible_collections");
    }

    /** The collections below {@code ansible_collections}, by name. */
    public static List<InstalledCollection> in(Path root) {
        List<InstalledCollection> found = new ArrayList<>();
        for (Path namespace : directories(root)) {
            for (Path directory : directories(namespace)) {
                String name = namespace.getFileName() + "." + directory.getFileName();
                if (CollectionInfo.NAME.matcher(name).matches()) {
                    found.add(new InstalledCollection(name, version(directory), directory));
                }
            }
        }
        return found;
    }

    static @Nullable CollectionInfo info(Path directory) {
        try {
            return CollectionInfo.isIn(directory) ? CollectionInfo.in(directory) : null;
        } catch (UserError _) {
            return null; // the collection has no readable metadata
        }
    }

    private static String version(Path directory) {
        CollectionInfo info = info(directory);
        return info == null ? "*" : info.version().toString();
    }

    private static List<Path> directories(Path directory) {
        if (!Files.isDirectory(directory)) {
            return List.of();
        }
        try (Stream<Path> all = Files.list(directory)) {
            return all.filter(Files::isDirectory).sorted().toList();
        } catch (IOException e) {
            throw new UserError("cannot read " + directory + ": " + Reason.of(e));
        }
    }
}
