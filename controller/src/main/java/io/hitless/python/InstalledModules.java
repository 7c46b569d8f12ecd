package io.hitless.python;

import io.hitless.module.ModuleFinder;
import io.hitless.module.ModuleSpec;
import io.hitless.module.OptionSpec;
import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Modules that users wrote or installed: in a {@code library}, in collections, in ansible-core. Found in the same
 * places as by Ansible. Safe for use by several threads.
 */
public final class InstalledModules implements ModuleFinder {
    private static final int MOVES = 10;

    private record Key(String name, List<Path> beside, List<String> collections) {}

    private final PluginPaths paths;
    private final BastionAnsible ansible;
    private final InstalledCollections installed;
    private final Map<Key, Optional<ModuleSpec>> known = new ConcurrentHashMap<>();

    public InstalledModules(PluginPaths paths, BastionAnsible ansible) {
        this.paths = paths;
        this.ansible = ansible;
        this.installed = new InstalledCollections(paths, ansible);
    }

    @Override
    public @Nullable ModuleSpec find(String name, List<Path> beside, List<String> collections) {
        Key key = new Key(name, List.copyOf(beside), List.copyOf(collections));
        Optional<ModuleSpec> before = known.get(key);
        if (before == null) {
            before = Optional.ofNullable(search(name, beside, collections));
            known.put(key, before);
        }
        return before.orElse(null);
    }

    private @Nullable ModuleSpec search(String name, List<Path> beside, List<String> collections) {
        if (!name.matches("[A-Za-z_]\\w*(\\.\\w+)*")) {
            return null;
        }
        if (name.indexOf('.') > 0) {
            return qualified(name, beside, 0);
        }
        ModuleSpec own = inLibrary(name, beside);
        for (int i = 0; own == null && i < collections.size(); i++) {
            own = qualified(collections.get(i) + "." + name, beside, 0);
        }
        return own != null ? own : inCore(name, beside, 0);
    }

    private @Nullable ModuleSpec inLibrary(String name, List<Path> beside) {
        for (Path dir : paths.of(PluginKind.ACTION, beside)) {
            refuseAction(dir.resolve(name + ".py"), name);
        }
        for (Path dir : paths.of(PluginKind.MODULE, beside)) {
            Path file = NamedFile.in(dir, name);
            if (file != null) {
                return spec(name, file);
            }
        }
        return null;
    }

    private @Nullable ModuleSpec inCore(String name, List<Path> beside, int moves) {
        String moved = installed.coreRouting().moved("modules", name);
        if (moved != null && moves < MOVES && !moved.startsWith("ansible.builtin.")) {
            return qualified(moved, beside, moves + 1);
        }
        Path core = ansible.installation().core();
        Path file = core == null ? null : NamedFile.in(core.resolve("modules"), name);
        if (core == null || file == null) {
            return null;
        }
        refuseAction(core.resolve("plugins/action").resolve(name + ".py"), "ansible.builtin." + name);
        return spec("ansible.builtin." + name, file);
    }

    private @Nullable ModuleSpec qualified(String name, List<Path> beside, int moves) {
        String[] parts = name.split("\\.", 3);
        if (parts.length < 3) {
            return null;
        }
        if (parts[0].equals("ansible") && (parts[1].equals("builtin") || parts[1].equals("legacy"))) {
            ModuleSpec own = parts[1].equals("legacy") ? inLibrary(parts[2], beside) : null;
            return own != null ? own : inCore(parts[2], beside, moves);
        }
        Path collection = installed.find(parts[0], parts[1], beside);
        if (collection == null) {
            return null;
        }
        PluginRouting routing = installed.routing(collection);
        String why = routing.gone("modules", parts[2]);
        if (why != null) {
            throw new UserError(null, "module '" + name + "' was removed from its collection", why);
        }
        String moved = routing.moved("modules", parts[2]);
        if (moved != null && moves < MOVES) {
            return qualified(moved, beside, moves + 1);
        }
        Path plugins = collection.resolve("plugins");
        String path = parts[2].replace('.', '/');
        String action = routing.moved("action", parts[2]);
        refuseAction(plugins.resolve("action").resolve(path + ".py"), name);
        if (action != null) {
            throw refusedAction(name, action);
        }
        Path at = plugins.resolve("modules").resolve(path);
        Path dir = at.getParent();
        Path file = dir == null ? null : NamedFile.in(dir, String.valueOf(at.getFileName()));
        return file == null ? null : spec(name, file);
    }

    private static void refuseAction(Path plugin, String name) {
        if (Files.isRegularFile(plugin)) {
            throw refusedAction(name, plugin.toString());
        }
    }

    private static UserError refusedAction(String name, String plugin) {
        return new UserError(
                null,
                "'" + name + "' is an action plugin, which runs inside Ansible: " + plugin,
                "hitless runs modules, but no foreign action plugins: use a module, 'command' or 'script' instead");
    }

    private static ModuleSpec spec(String name, Path file) {
        OptionSpec any = new OptionSpec(
                "*",
                OptionSpec.Type.RAW,
                null,
                List.of(),
                false,
                null,
                List.of(),
                false,
                false,
                "as the module has it");
        return new ModuleSpec(
                name,
                List.of(),
                "module of " + file,
                ModuleSpec.Runs.HOST,
                ModuleSpec.Check.PARTIAL,
                true,
                List.of(),
                List.of(),
                null,
                List.of(any),
                List.of(),
                List.of(),
                List.of(),
                "",
                file);
    }
}
