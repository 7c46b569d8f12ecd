package io.hitless.python;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** The collections that are installed on the bastion. Safe for use by several threads. */
public final class InstalledCollections {
    private final PluginPaths paths;
    private final BastionAnsible ansible;
    private final Map<Path, PluginRouting> routings = new ConcurrentHashMap<>();

    public InstalledCollections(PluginPaths paths, BastionAnsible ansible) {
        this.paths = paths;
        this.ansible = ansible;
    }

    /** The directory of a collection, or null. */
    public @Nullable Path find(String namespace, String name, List<Path> beside) {
        List<Path> roots = new ArrayList<>();
        beside.forEach(dir -> roots.add(dir.resolve("collections")));
        roots.addAll(paths.collections());
        Path found = below(roots, namespace, name);
        return found != null ? found : below(ansible.installation().sitePackages(), namespace, name);
    }

    private static @Nullable Path below(List<Path> roots, String namespace, String name) {
        for (Path root : roots) {
            Path top = !root.endsWith("ansible_collections") ? root.resolve("ansible_collections") : root;
            Path dir = top.resolve(namespace).resolve(name);
            if (Files.isDirectory(dir)) {
                return dir;
            }
        }
        return null;
    }

    /** The names that a collection has moved. */
    PluginRouting routing(Path collection) {
        return routings.computeIfAbsent(collection, dir -> PluginRouting.of(dir.resolve("meta/runtime.yml")));
    }

    /** The names that ansible-core has moved. */
    PluginRouting coreRouting() {
        Path core = ansible.installation().core();
        return core == null
                ? PluginRouting.NONE
                : routings.computeIfAbsent(
                        core, dir -> PluginRouting.of(dir.resolve("config/ansible_builtin_runtime.yml")));
    }
}
