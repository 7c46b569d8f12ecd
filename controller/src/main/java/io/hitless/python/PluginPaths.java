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
 * @param byKind the directories of each kind; a missing kind has none
 * @param collections directories with an {@code ansible_collections}
 * @param modules directories with modules, which precede the configured ones
 */
public record PluginPaths(Map<PluginKind, List<Path>> byKind, List<Path> collections, List<Path> modules) {
    private static final String COLLECTIONS = "COLLECTIONS_PATHS";

    /** No directories. */
    public static final PluginPaths NONE = new PluginPaths(Map.of(), List.of(), List.of());

    public PluginPaths {
        byKind = Map.copyOf(byKind);
        collections = List.copyOf(collections);
        modules = List.copyOf(modules);
    }

    /** @param settings returns the directories of a setting, by its name */
    public static PluginPaths of(Function<String, List<Path>> settings) {
        Map<PluginKind, List<Path>> byKind = new EnumMap<>(PluginKind.class);
        for (PluginKind kind : PluginKind.values()) {
            byKind.put(kind, settings.apply(kind.setting()));
        }
        return new PluginPaths(byKind, settings.apply(COLLECTIONS), List.of());
    }

    /** Returns these paths with {@code first} before the configured directories of modules. */
    public PluginPaths withModules(List<Path> first) {
        return new PluginPaths(byKind, collections, first);
    }

    /** The directories for a kind: first those beside playbook and roles, then the configured ones. */
    public List<Path> of(PluginKind kind, List<Path> beside) {
        return Stream.of(
                        beside.stream().map(dir -> dir.resolve(kind.beside())),
                        kind == PluginKind.MODULE ? modules.stream() : Stream.<Path>of(),
                        byKind.getOrDefault(kind, List.of()).stream())
                .flatMap(directories -> directories)
                .toList();
    }
}
