package io.hitless.python;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the directories with plugins of a kind. */
public final class PluginLocations {
    /**
     * A directory with plugins.
     *
     * @param importName the package that Python imports them from; null if it is not a package
     */
    public record Place(Path directory, @Nullable String importName) {}

    private final PluginPaths paths;
    private final BastionAnsible ansible;
    private final InstalledCollections installed;

    public PluginLocations(PluginPaths paths, BastionAnsible ansible) {
        this.paths = paths;
        this.ansible = ansible;
        this.installed = new InstalledCollections(paths, ansible);
    }

    /**
     * The existing directories that may contain a plugin.
     *
     * @param name the plugin's name, qualified or not
     * @param beside directories of the playbook and of roles
     * @param collections collections to search for a short name, too
     */
    public List<Place> of(PluginKind kind, String name, List<Path> beside, List<String> collections) {
        List<Place> places = new ArrayList<>();
        String[] parts = name.split("\\.", -1);
        if (parts.length == 3) {
            addCollection(kind, parts[0], parts[1], beside, places);
            return places;
        }
        for (Path directory : paths.of(kind, beside)) {
            add(directory, null, places);
        }
        for (String collection : collections) {
            String[] its = collection.split("\\.", -1);
            if (its.length == 2) {
                addCollection(kind, its[0], its[1], beside, places);
            }
        }
        return places;
    }

    private void addCollection(PluginKind kind, String namespace, String name, List<Path> beside, List<Place> places) {
        Path collection = installed.find(namespace, name, beside);
        if (collection != null) {
            String importName =
                    PythonSources.COLLECTIONS + "." + namespace + "." + name + ".plugins." + kind.installed();
            add(collection.resolve("plugins").resolve(kind.installed()), importName, places);
        }
    }

    private static void add(Path directory, @Nullable String importName, List<Place> places) {
        if (Files.isDirectory(directory)) {
            places.add(new Place(directory.toAbsolutePath().normalize(), importName));
        }
    }

    /** The directories in which Python finds the collections. */
    public List<Path> importPath(List<Path> beside) {
        Set<Path> roots = new LinkedHashSet<>();
        for (Path dir : beside) {
            roots.add(dir.resolve("collections"));
        }
        for (Path root : paths.collections()) {
            Path above = root.getParent();
            roots.add(root.endsWith(PythonSources.COLLECTIONS) && above != null ? above : root);
        }
        return roots.stream()
                .filter(root -> Files.isDirectory(root.resolve(PythonSources.COLLECTIONS)))
                .toList();
    }

    /** The Python that runs plugins, or null if there is none. */
    public @Nullable String python() {
        return ansible.installation().python();
    }
}
