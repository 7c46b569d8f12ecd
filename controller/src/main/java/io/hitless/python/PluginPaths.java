package io.hitless.python;

import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The configured directories of users' modules and plugins.
 *
 * @param byKind directories of each kind; none for a kind that is missing
 * @param collections directories with an {@code ansible_collections}
 */
public record PluginPaths(Map<PluginKind, List<Path>> byKind, List<Path> collections) {
    private static final String COLLECTIONS = "COLLECTIONS_PATHS";

    /** No directories. */
    public static final PluginPaths NONE = new PluginPaths(Map.of(), List.of());

    public PluginPaths {
        byKind = Map.copyOf(byKind);
        collections = List.copyOf(collections);
    }

    /** @param settings the directories of a setting, by its name */
    public static PluginPaths of(Function<String, List<Path>> settings) {
        Map<PluginKind, List<Path>> byKind = new EnumMap<>(PluginKind.class);
        for (PluginKind kind : PluginKind.values()) {
            byKind.put(kind, settings.apply(kind.setting()));
        }
        return new PluginPaths(byKind, settings.apply(COLLECTIONS));
    }

    /** The directories for a kind: first those beside playbook and roles, then the configured ones. */
    public List<Path> of(PluginKind kind, List<Path> beside) {
        return Stream.concat(
                        beside.stream().map(dir -> dir.resolve(kind.beside())),
                        byKind.getOrDefault(kind, List.of()).stream())
                .toList();
    }
}
