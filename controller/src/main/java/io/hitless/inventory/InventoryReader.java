package io.hitless.inventory;

import io.hitless.source.MappedText;
import io.hitless.source.Reason;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Reads what {@code -i} names: a YAML or INI file, a directory of such, an executable script, or a list of hosts with a
 * comma in it ({@code a,b} or {@code a,}). Where several say something of one host or group, the later one wins.
 */
public final class InventoryReader {
    private static final Pattern IGNORED_ENDING =
            Pattern.compile(".*(?:\\.(?:pyc|pyo|swp|bak|rpm|md|txt|rst|orig|ini|cfg|retry)|~)");
    private static final List<String> IGNORED_NAMES = List.of("group_vars", "host_vars", "vars_plugins");
    private static final Pattern YAML_START = Pattern.compile("---|\\{|[^\\s\\[=]+:(?:\\s|$)");

    private final InventoryBuilder draft = new InventoryBuilder();
    private final List<Path> directories = new ArrayList<>();
    private final Function<SourceFile, SourceFile> decrypt;

    private InventoryReader(Function<SourceFile, SourceFile> decrypt) {
        this.decrypt = decrypt;
    }

    /**
     * Reads all sources into one inventory.
     *
     * @param decrypt called for files that begin with {@code $ANSIBLE_VAULT;}, gives their text in clear
     * @throws UserError with all mistakes of all sources at once
     */
    public static Inventory read(List<String> sources, Function<SourceFile, SourceFile> decrypt) {
        InventoryReader reader = new InventoryReader(decrypt);
        sources.forEach(reader::source);
        return reader.draft.finish(reader.directories);
    }

    /** Whether a source is a script, or a directory with one: what it says may differ from one time to the next. */
    public static boolean isProgram(String source) {
        Path path = Path.of(source);
        if (!Files.isDirectory(path)) {
            return ScriptSource.isScript(path);
        }
        try (Stream<Path> entries = Files.list(path)) {
            return entries.anyMatch(entry -> !isIgnored(nameOf(entry)) && isProgram(entry.toString()));
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    private void source(String source) {
        Path path = Path.of(source);
        if (Files.isDirectory(path)) {
            varsBeside(path);
            directory(path);
        } else if (Files.exists(path)) {
            varsBeside(directoryOf(path));
            file(path);
        } else if (source.contains(",")) {
            hostList(source);
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

    // Of two sources in one directory, the later decides how high its group_vars stand.
    private void varsBeside(Path directory) {
        directories.remove(directory);
        directories.add(directory);
    }

    private void directory(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            entries.filter(entry -> !isIgnored(nameOf(entry))).sorted().forEach(entry -> {
                if (Files.isDirectory(entry)) {
                    directory(entry);
                } else {
                    file(entry);
                }
            });
        } catch (IOException e) {
            draft.problems().add(new UserError("cannot read " + directory + ": " + Reason.of(e)));
        }
    }

    private static boolean isIgnored(String name) {
        return name.startsWith(".")
                || IGNORED_NAMES.contains(name)
                || IGNORED_ENDING.matcher(name).matches();
    }

    private void file(Path path) {
        try {
            if (ScriptSource.isScript(path)) {
                new ScriptSource(draft, path).read();
                return;
            }
            SourceFile file = VaultFiles.read(path, decrypt);
            if (isYaml(path, file.text())) {
                new YamlSource(draft, path).read(file);
            } else {
                new IniSource(draft, path, file).read();
            }
        } catch (UserError e) {
            draft.problems().add(e);
        }
    }

    // Ansible tries each format in turn and shows every failure; the first line that says something tells them apart.
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

    // Ansible takes "web[1:3]," for one odd name here; nothing can be reached by it, so ranges are unfolded as in
    // files.
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
