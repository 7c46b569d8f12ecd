package io.hitless.inventory;

import io.hitless.source.Reason;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The {@code group_vars/} and {@code host_vars/} of one directory. For each name, only the first of these that exists
 * is read: {@code NAME} (a file, or a directory whose files are read recursively in alphabetical order),
 * {@code NAME.yml}, {@code NAME.yaml}, {@code NAME.json}. Each file is read once, when it is first needed. Thread-safe.
 */
final class VarsFiles {
    private static final List<String> ENDINGS = List.of("", ".yml", ".yaml", ".json");

    private final Path base;
    private final Folder groups;
    private final Folder hosts;
    private final Function<SourceFile, SourceFile> decrypt;

    /** A variables file: its path and its content. */
    public record VarsFile(Path path, YamlNode.Mapping vars) {}

    private record Folder(Path path, Set<String> names, Map<String, List<VarsFile>> read) {}

    /**
     * @param base the directory that may contain {@code group_vars} and {@code host_vars}
     * @param decrypt decrypts files that begin with {@code $ANSIBLE_VAULT;}
     */
    VarsFiles(Path base, Function<SourceFile, SourceFile> decrypt) {
        this.base = base;
        this.groups = folder(base.resolve("group_vars"));
        this.hosts = folder(base.resolve("host_vars"));
        this.decrypt = decrypt;
    }

    Path base() {
        return base;
    }

    /** Returns the files of a group, lowest precedence first. */
    List<VarsFile> ofGroup(String name) {
        return read(groups, name);
    }

    /** Returns the files of a host, lowest precedence first. */
    List<VarsFile> ofHost(String name) {
        return read(hosts, name);
    }

    // The directory is listed once. Four file checks for each of ten thousand hosts would take longer than everything
    // else.
    private static Folder folder(Path path) {
        Set<String> names = new HashSet<>();
        if (Files.isDirectory(path)) {
            list(path).forEach(entry -> names.add(InventoryReader.nameOf(entry)));
        }
        return new Folder(path, names, new ConcurrentHashMap<>());
    }

    private List<VarsFile> read(Folder folder, String name) {
        for (String ending : ENDINGS) {
            if (folder.names().contains(name + ending)) {
                return folder.read()
                        .computeIfAbsent(name, _ -> load(folder.path().resolve(name + ending)));
            }
        }
        return List.of();
    }

    private List<VarsFile> load(Path path) {
        List<Path> files = new ArrayList<>();
        if (Files.isDirectory(path)) {
            collect(path, files);
        } else {
            files.add(path);
        }
        List<VarsFile> read = new ArrayList<>();
        for (Path file : files) {
            YamlNode node = YamlReader.read(VaultFiles.read(file, decrypt));
            if (node instanceof YamlNode.Mapping vars) {
                read.add(new VarsFile(file, vars));
            } else if (node != null) {
                throw new UserError(
                        node.span(),
                        "a variables file is a mapping, not " + YamlSource.kind(node),
                        "write 'name: value' lines");
            }
        }
        return List.copyOf(read);
    }

    private static void collect(Path directory, List<Path> files) {
        for (Path entry : list(directory)) {
            String name = InventoryReader.nameOf(entry);
            int dot = name.lastIndexOf('.');
            String ending = dot <= 0 ? "" : name.substring(dot);
            if (name.startsWith(".") || name.endsWith("~")) {
                continue;
            }
            if (Files.isDirectory(entry) && ending.isEmpty()) {
                collect(entry, files);
            } else if (Files.isRegularFile(entry) && ENDINGS.contains(ending)) {
                files.add(entry);
            }
        }
    }

    private static List<Path> list(Path directory) {
        try (Stream<Path> entries = Files.list(directory)) {
            return entries.sorted().toList();
        } catch (IOException e) {
            throw new UserError("cannot read " + directory + ": " + Reason.of(e));
        }
    }
}
