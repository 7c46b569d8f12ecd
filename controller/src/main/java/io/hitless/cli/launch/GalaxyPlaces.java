package io.hitless.cli.launch;

import io.hitless.config.Configuration;
import io.hitless.galaxy.InstalledCollection;
import io.hitless.source.UserError;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Directories of roles or of collections: those given on the command line, then the configured ones.
 *
 * @param all the directories in order of precedence, as written
 */
public record GalaxyPlaces(List<Path> all) {
    public GalaxyPlaces {
        all = List.copyOf(all);
    }

    /** The directories of roles. */
    public static GalaxyPlaces ofRoles(List<String> given) {
        return of(given, Configuration.current().paths("DEFAULT_ROLES_PATH"));
    }

    /** The directories of collections, each named {@code ansible_collections}. */
    public static GalaxyPlaces ofCollections(List<String> given) {
        GalaxyPlaces places = of(given, Configuration.current().paths("COLLECTIONS_PATHS"));
        return new GalaxyPlaces(
                places.all().stream().map(InstalledCollection::root).distinct().toList());
    }

    private static GalaxyPlaces of(List<String> given, List<Path> configured) {
        List<Path> named = given.stream()
                .flatMap(text -> Stream.of(text.split(File.pathSeparator, -1)))
                .filter(text -> !text.isBlank())
                .map(Path::of)
                .toList();
        List<Path> all = new ArrayList<>(named);
        all.addAll(configured);
        return new GalaxyPlaces(all);
    }

    /**
     * Returns the directory to install to: the first that is writable.
     *
     * @throws UserError if none is
     */
    public Path target() {
        return all.stream()
                .filter(GalaxyPlaces::isWritable)
                .findFirst()
                .orElseThrow(
                        () -> new UserError(null, "none of " + all + " can be written to", "name another with -p"));
    }

    private static boolean isWritable(Path place) {
        for (Path path = place.toAbsolutePath(); path != null; path = path.getParent()) {
            if (Files.exists(path)) {
                return Files.isDirectory(path) && Files.isWritable(path);
            }
        }
        return false;
    }
}
