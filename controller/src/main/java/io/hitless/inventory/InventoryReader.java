package io.hitless.inventory;

import io.hitless.inventory.InventorySettings.Faults;
import io.hitless.source.MappedText;
import io.hitless.source.Problems;
import io.hitless.source.Reason;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads the sources of {@code -i}: a YAML or INI file, a directory of such files, an executable script, or a list of
 * hosts that contains a comma ({@code a,b} or {@code a,}). Later sources override earlier ones.
 */
public final class InventoryReader {
    private static final List<String> IGNORED_NAMES = List.of("group_vars", "host_vars", "vars_plugins");
    private static final Pattern YAML_START = Pattern.compile("---|\\{|[^\\s\\[=]+:(?:\\s|$)");

    private final InventoryBuilder draft;
    private final InventorySettings settings;
    private final Function<SourceFile, SourceFile> decrypt;
    private int read;

    private InventoryReader(InventorySettings settings, Function<SourceFile, SourceFile> decrypt) {
        this.draft = new InventoryBuilder(settings.varsSources(), settings.groupNames(), settings.mergesHashes());
        this.settings = settings;
        this.decrypt = decrypt;
    }

    /**
     * Reads all sources into one inventory.
     *
     * @param decrypt decrypts files that begin with {@code $ANSIBLE_VAULT;}
     * @throws UserError with all errors of all sources at once
     */
    public static Inventory read(List<String> sources, Function<SourceFile, SourceFile> decrypt) {
        return read(sources, InventorySettings.STRICT, decrypt);
    }

    /**
     * Reads all sources into one inventory.
     *
     * @throws UserError with all errors of all sources at once, if the settings treat them as fatal
     */
    public static Inventory read(
            List<String> sources, InventorySettings settings, Function<SourceFile, SourceFile> decrypt) {
        InventoryReader reader = new InventoryReader(settings, decrypt);
        Problems faults = new Problems();
        for (String source : sources) {
            reader.source(source);
            reader.draft.takeProblems().each().forEach(faults::add);
        }
        boolean fatal =
                settings.faults() == Faults.FAIL || (settings.faults() == Faults.FAIL_IF_ALL && reader.read == 0);
        Inventory inventory;
        try {
            inventory = reader.draft.finish();
        } catch (UserError e) {
            faults.add(e);
            throw fatal ? faults.asError() : e;
        }
        if (fatal) {
            faults.throwIfAny();
        }
        return inventory.warning(faults.each().stream()
                .map(fault -> fault.render() + "\n  the rest of this source is not read")
                .toList());
    }

    /** Returns whether a source is a script or a directory with one; its output may differ from one run to the next. */
    public static boolean isProgram(String source) {
        Path path = Path.of(source);
        if (!Files.isDirectory(path)) {
            return ScriptSource.isScript(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.anyMatch(entry -> !isHidden(entry) && isProgram(entry.toString()));
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    private void source(String source) {
        Path path = Path.of(source);
        if (Files.isDirectory(path)) {
            draft.varsBeside(path);
            directory(path);
        } else if (Files.exists(path)) {
            draft.varsBeside(directoryOf(path));
            file(path);
        } else if (isOfPlugin(source)) {
            read++;
        } else if (source.contains(",")
                && (settings.isEnabled("host_list") || settings.isEnabled("advanced_host_list"))) {
            hostList(source);
            read++;
        } else {
            draft.problems()
                    .add(new UserError(
                            null,
                            "no such inventory: " + source,
                            "give a file, a directory, or host names with a comma: -i '" + source + ",'"));
        }
    }

    private static Path directoryOf(Path file) {
        Path parent = file.getParent();
        return parent == null ? Path.of("") : parent;
    }

    // As in Ansible, a directory in which nothing can be read, as there is nothing in it, counts as unreadable itself.
    private void directory(Path directory) {
        int readBefore = read;
        int problemsBefore = draft.problems().each().size();
        try (Stream<Path> entries = Files.list(directory)) {
            entries.filter(entry -> !isHidden(entry) && !settings.ignores(nameOf(entry)))
                    .sorted()
                    .forEach(entry -> {
                        if (Files.isDirectory(entry)) {
                            directory(entry);
                        } else {
                            file(entry);
                        }
                    });
        } catch (IOException e) {
            draft.problems().add(new UserError("cannot read " + directory + ": " + Reason.of(e)));
        }
        if (read == readBefore && draft.problems().each().size() == problemsBefore) {
            draft.problems()
                    .add(new UserError(
                            null, "no inventory in " + directory, "put a file with hosts there, or leave it out"));
        }
    }

    private static boolean isHidden(Path entry) {
        return IGNORED_NAMES.contains(nameOf(entry)) || nameOf(entry).startsWith(".");
    }

    private void file(Path path) {
        int before = draft.problems().each().size();
        try {
            if (!isOfPlugin(path.toString())) {
                read(path);
            }
        } catch (UserError e) {
            draft.problems().add(e);
        }
        if (draft.problems().each().size() == before) {
            read++;
        }
    }

    // As in Ansible, a plugin that fails is skipped with a warning; this only matters if nothing else can read the
    // source.
    private boolean isOfPlugin(String source) {
        for (InventoryPlugin plugin : settings.enabledPlugins()) {
            try {
                if (plugin.readSource(source, draft)) {
                    return true;
                }
            } catch (UserError e) {
                draft.warn(e.what());
            }
        }
        return false;
    }

    private void read(Path path) {
        if (ScriptSource.isScript(path)) {
            require("script", path);
            new ScriptSource(draft, path).read();
            return;
        }
        SourceFile file = VaultFiles.read(path, decrypt);
        if (nameOf(path).endsWith(".toml")) {
            require("toml", path);
            new TomlSource(draft, path).read(file);
        } else if (isYaml(path, file.text())) {
            yaml(path, file);
        } else {
            require("ini", path);
            new IniSource(draft, path, file).read();
        }
    }

    private void yaml(Path path, SourceFile file) {
        YamlNode root = YamlReader.read(file);
        if (root instanceof YamlNode.Mapping config && config.get("plugin") instanceof YamlNode.Scalar named) {
            String name = named.text().text();
            InventoryPlugin plugin = settings.plugin(name);
            if (plugin == null) {
                throw new UserError(
                        named.span(), "there is no inventory plugin '" + name + "'", "see docs/inventory.md, Plugins");
            }
            plugin.read(config, path, draft);
        } else {
            require("yaml", path);
            new YamlSource(draft, path).read(root);
        }
    }

    private void require(String kind, Path path) {
        if (!settings.isEnabled(kind)) {
            throw new UserError(
                    null,
                    path + " is an inventory of kind '" + kind + "', which is not enabled",
                    "enabled are: " + String.join(", ", settings.enabled()));
        }
    }

    // Ansible tries every format in turn and reports every failure. Here the first line with content decides.
    private static boolean isYaml(Path path, String text) {
        String name = nameOf(path);
        if (name.endsWith(".yml") || name.endsWith(".yaml") || name.endsWith(".json")) {
            return true;
        }
        return !name.endsWith(".ini")
                && text.lines()
                        .map(String::strip)
                        .filter(line -> !line.isEmpty() && !line.startsWith("#") && !line.startsWith(";"))
                        .findFirst()
                        .map(line -> YAML_START.matcher(line).lookingAt())
                        .orElse(true);
    }

    // Ansible treats "web[1:3]," as a single strange name, which nothing can connect to. So ranges are expanded here as
    // in files.
    private void hostList(String source) {
        SourceFile text = new SourceFile("-i", source);
        int from = 0;
        for (String part : source.split(",", -1)) {
            if (!part.isBlank()) {
                int start = from + part.indexOf(part.strip());
                draft.hosts(
                        Group.UNGROUPED,
                        MappedText.verbatim(
                                new Span(text, start, start + part.strip().length())),
                        null);
            }
            from += part.length() + 1;
        }
    }

    static String nameOf(Path path) {
        return String.valueOf(path.getFileName());
    }
}
