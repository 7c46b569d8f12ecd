package io.hitless.python;

import io.hitless.source.Reason;
import io.hitless.source.TextFile;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The Python sources that modules import: {@code module_utils} of the user, of ansible-core and of collections. */
final class PythonSources {
    static final List<String> UTILS = List.of("ansible", "module_utils");
    static final String COLLECTIONS = "ansible_collections";

    /**
     * A source.
     *
     * @param isPackage whether it is the {@code __init__.py} of a directory
     */
    @SuppressWarnings("ArrayRecordComponent") // never compared or changed
    record Source(byte[] content, boolean isPackage) {}

    private final List<Path> utils;
    private final List<Path> beside;
    private final InstalledCollections collections;
    private final AnsibleInstallation ansible;

    /** @param beside directories of the playbook and of roles */
    PythonSources(PluginPaths paths, List<Path> beside, InstalledCollections collections, AnsibleInstallation ansible) {
        this.utils = new ArrayList<>(paths.of(PluginKind.MODULE_UTILS, beside));
        this.beside = beside;
        this.collections = collections;
        this.ansible = ansible;
        Path core = ansible.core();
        if (core != null) {
            utils.add(core.resolve("module_utils"));
        }
    }

    /** Whether a source with this name is packed. All others must be installed on the host. */
    static boolean isOurs(List<String> name) {
        return (name.size() > UTILS.size() && name.subList(0, 2).equals(UTILS))
                || (name.size() > 3 && name.getFirst().equals(COLLECTIONS));
    }

    /** The source with exactly this name, or null. */
    @Nullable
    Source find(List<String> name) {
        if (name.size() > 1 && name.subList(0, 2).equals(UTILS)) {
            return first(utils, name.subList(2, name.size()), name);
        }
        if (name.size() > 2 && name.getFirst().equals(COLLECTIONS)) {
            Path dir = collections.find(name.get(1), name.get(2), beside);
            return dir == null ? null : first(List.of(dir), name.subList(3, name.size()), name);
        }
        return null;
    }

    private @Nullable Source first(List<Path> roots, List<String> rest, List<String> name) {
        for (Path root : roots) {
            Path path = root.resolve(String.join("/", rest));
            Path module = path.resolveSibling(path.getFileName() + ".py");
            if (!rest.isEmpty() && Files.isRegularFile(module)) {
                return read(module, false);
            }
            if (Files.isRegularFile(path.resolve("__init__.py"))) {
                return read(path.resolve("__init__.py"), true);
            }
        }
        String moved = moved(name);
        return moved == null ? null : redirect(moved);
    }

    private @Nullable String moved(List<String> name) {
        boolean core = name.getFirst().equals("ansible");
        if (core) {
            return name.size() < 3
                    ? null
                    : collections.coreRouting().moved("module_utils", String.join(".", name.subList(2, name.size())));
        }
        Path dir = collections.find(name.get(1), name.get(2), beside);
        return dir == null || name.size() < 6
                ? null
                : collections.routing(dir).moved("module_utils", String.join(".", name.subList(5, name.size())));
    }

    private static Source redirect(String to) {
        String[] parts = to.split("\\.", 3);
        String target = parts[0].equals(COLLECTIONS) || parts.length < 3
                ? to
                : COLLECTIONS + "." + parts[0] + "." + parts[1] + ".plugins.module_utils." + parts[2];
        String text = "import sys\nimport " + target + " as target\nsys.modules[__name__] = target\n";
        return new Source(text.getBytes(StandardCharsets.UTF_8), false);
    }

    static Source read(Path file, boolean isPackage) {
        try {
            return new Source(TextFile.bytes(file), isPackage);
        } catch (IOException e) {
            throw new UserError("cannot read " + file + ": " + Reason.of(e));
        }
    }

    /** The error for a module that imports something that the bastion does not have. */
    UserError missing(String module, List<String> name) {
        String what =
                "module '" + module + "' imports " + String.join(".", name) + ", which this bastion does not have";
        if (name.getFirst().equals(COLLECTIONS)) {
            return new UserError(null, what, "install the collection " + name.get(1) + "." + name.get(2));
        }
        return new UserError(
                null,
                what,
                ansible.core() == null
                        ? "install ansible-core, or set the Python that has it in " + AnsibleProbe.SETTING
                        : "put it into a 'module_utils' beside the playbook or in the role");
    }
}
