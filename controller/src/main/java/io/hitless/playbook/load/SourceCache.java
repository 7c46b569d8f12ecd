package io.hitless.playbook.load;

import io.hitless.module.ModuleCatalog;
import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The files a loader reads from, each parsed once, and what it was given to read them with. Safe for many threads. */
final class SourceCache {
    private final ModuleCatalog modules;
    private final Templates templates;
    private final List<Path> rolePaths;
    private final Map<String, Template> extraVars;
    private final Consumer<UserError> warnings;
    private final Path workingDir = Path.of("").toAbsolutePath();
    private final ConcurrentHashMap<Path, Optional<YamlNode>> parsed = new ConcurrentHashMap<>();

    SourceCache(
            ModuleCatalog modules,
            Templates templates,
            List<Path> rolePaths,
            Map<String, Template> extraVars,
            Consumer<UserError> warnings) {
        this.modules = modules;
        this.templates = templates;
        this.rolePaths = List.copyOf(rolePaths);
        this.extraVars = extraVars;
        this.warnings = warnings;
    }

    ModuleCatalog modules() {
        return modules;
    }

    Templates templates() {
        return templates;
    }

    List<Path> rolePaths() {
        return rolePaths;
    }

    Map<String, Template> extraVars() {
        return extraVars;
    }

    Consumer<UserError> warnings() {
        return warnings;
    }

    /** The only document of a file that is acted on, or nothing if it is empty. */
    Optional<YamlNode> read(Path file) {
        Optional<YamlNode> found = data(file);
        found.ifPresent(node -> TrustedText.own(node.span().file()));
        return found;
    }

    /** The same for a file of variables: those of one that a host gave hold no templates. */
    Optional<YamlNode> data(Path file) {
        Optional<YamlNode> known = parsed.get(file);
        if (known == null) {
            SourceFile source = SourceReader.read(shown(file));
            known = Optional.ofNullable(YamlReader.read(templates.plain(source)));
            parsed.put(file, known);
        }
        return known;
    }

    /** The files read so far. */
    Set<Path> files() {
        return Set.copyOf(parsed.keySet());
    }

    /** Stands for a file that has nothing in it. */
    SourceFile empty(Path file) {
        return new SourceFile(shown(file).toString(), "");
    }

    /** The path as it is shown: relative to the working directory if it lies below. */
    Path shown(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(workingDir) && !absolute.equals(workingDir)
                ? workingDir.relativize(absolute)
                : absolute;
    }

    /** {@code dir/name} as a file: as named, or with an ending of YAML; or null. */
    static @Nullable Path yamlFile(Path dir, String name) {
        for (String ending : List.of("", ".yml", ".yaml", ".json")) {
            Path file = dir.resolve(name + ending);
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        return null;
    }

    /** The variable files of a role: {@code dir/name} as a file, or all YAML files below it if it is a directory. */
    static List<Path> variableFiles(Path dir, String name) {
        Path file = yamlFile(dir, name);
        if (file != null) {
            return List.of(file);
        }
        List<Path> files = new ArrayList<>();
        collect(dir.resolve(name), files);
        return files;
    }

    // As Ansible does: sorted by name, directories in their place, hidden files and other endings left out.
    private static void collect(Path dir, List<Path> into) {
        String[] names = dir.toFile().list();
        if (names == null) {
            return;
        }
        Arrays.sort(names);
        for (String name : names) {
            Path path = dir.resolve(name);
            if (name.startsWith(".") || name.endsWith("~")) {
                continue;
            }
            if (Files.isDirectory(path)) {
                collect(path, into);
            } else if (List.of(".yml", ".yaml", ".json").stream().anyMatch(name::endsWith)) {
                into.add(path);
            }
        }
    }
}
