package io.hitless.playbook.load;

import io.hitless.module.ModuleCatalog;
import io.hitless.source.Findings;
import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.TrustedText;
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
import org.jspecify.annotations.Nullable;

/** The files that a loader reads, each parsed once, and the loader's settings. Safe for use by several threads. */
final class SourceCache {
    private final ModuleCatalog modules;
    private final Templates templates;
    private final LocalPlugins localPlugins;
    private final LoadSettings settings;
    private final Map<String, Template> extraVars;
    private final Findings findings;
    private final Path workingDir = Path.of("").toAbsolutePath();
    private final ConcurrentHashMap<Path, Optional<YamlNode>> parsed = new ConcurrentHashMap<>();

    SourceCache(
            ModuleCatalog modules,
            Templates templates,
            LocalPlugins localPlugins,
            LoadSettings settings,
            Map<String, Template> extraVars,
            Findings findings) {
        this.modules = modules;
        this.templates = templates;
        this.localPlugins = localPlugins;
        this.settings = settings;
        this.extraVars = extraVars;
        this.findings = findings;
    }

    ModuleCatalog modules() {
        return modules;
    }

    /** The plugin directories beside playbooks and roles. */
    LocalPlugins localPlugins() {
        return localPlugins;
    }

    Templates templates() {
        return templates;
    }

    List<Path> rolePaths() {
        return settings.rolePaths();
    }

    CollectionSearch collections() {
        return settings.collections();
    }

    LoadSettings settings() {
        return settings;
    }

    Map<String, Template> extraVars() {
        return extraVars;
    }

    Findings findings() {
        return findings;
    }

    /**
     * The document in a file that hitless acts on, such as a playbook; empty if the file is.
     *
     * @throws io.hitless.source.UserError if the file came from a host
     */
    Optional<YamlNode> read(Path file) {
        Optional<YamlNode> found = data(file);
        found.ifPresent(node -> TrustedText.own(node.span().file()));
        return found;
    }

    /** The document in a file of variables. If the file came from a host, its text contains no templates. */
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

    /** An empty source that represents the file. */
    SourceFile empty(Path file) {
        return new SourceFile(shown(file).toString(), "");
    }

    /** A path in the form in which it is shown: relative to the working directory if it is below it. */
    Path shown(Path file) {
        Path absolute = file.toAbsolutePath().normalize();
        return absolute.startsWith(workingDir) && !absolute.equals(workingDir)
                ? workingDir.relativize(absolute)
                : absolute;
    }

    /** The file {@code dir/name}, with or without an extension of YAML or JSON; or null. */
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

    // As in Ansible: sorted by name, each directory's files in its place, without hidden files and files with other
    // extensions.
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
