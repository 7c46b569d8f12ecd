package io.hitless.galaxy;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The files of a collection, and the lists of files that it contains. */
final class CollectionFiles {
    static final String FILES = "FILES.json";
    private static final Set<String> NO_DIRECTORIES =
            Set.of("CVS", ".bzr", ".hg", ".git", ".svn", "__pycache__", ".tox");
    private static final List<String> LEFT_OUT = List.of(
            CollectionInfo.MANIFEST, FILES, "galaxy.yml", "galaxy.yaml", ".git", "*.pyc", "*.retry", "tests/output");
    private static final List<String> KEYS = List.of(
            "namespace",
            "name",
            "version",
            "authors",
            "readme",
            "tags",
            "description",
            "license",
            "license_file",
            "dependencies",
            "repository",
            "documentation",
            "homepage",
            "issues");
    private static final Set<String> LISTS = Set.of("authors", "tags", "license");

    /**
     * A line of the list of files.
     *
     * @param checksum null for a directory
     */
    record Entry(String name, boolean isFile, @Nullable String checksum) {}

    private CollectionFiles() {}

    /** The entries in a collection's list of files. */
    static List<Entry> listed(Path collection) throws IOException {
        List<Entry> entries = new ArrayList<>();
        Object files = GalaxyJson.object(Files.readAllBytes(collection.resolve(FILES)), FILES)
                .get("files");
        for (Object each : files instanceof List<?> list ? list : List.of()) {
            String name = each instanceof Map<?, ?> named ? GalaxyJson.text(named, "name") : null;
            if (name != null && each instanceof Map<?, ?> entry) {
                entries.add(
                        new Entry(name, "file".equals(entry.get("ftype")), GalaxyJson.text(entry, "chksum_sha256")));
            }
        }
        return entries;
    }

    /** The checksum of the list of files, as the manifest has it; null if it has none. */
    static @Nullable String checksumOfList(Path collection) throws IOException {
        Map<?, ?> manifest = GalaxyJson.object(
                Files.readAllBytes(collection.resolve(CollectionInfo.MANIFEST)), CollectionInfo.MANIFEST);
        return GalaxyJson.text(GalaxyJson.below(manifest, "file_manifest_file"), "chksum_sha256");
    }

    /**
     * Checks unpacked files against the lists, and removes files that are in no list.
     *
     * @throws UserError naming a file that is missing or differs
     */
    static void verify(Path collection) {
        try {
            Path files = collection.resolve(FILES);
            same(files, checksumOfList(collection));
            Set<Path> known = new HashSet<>(Set.of(collection.resolve(CollectionInfo.MANIFEST), files));
            for (Entry entry : listed(collection)) {
                Path path = collection.resolve(entry.name()).normalize();
                known.add(path);
                if (!entry.isFile()) {
                    Files.createDirectories(path);
                } else if (!Files.isSymbolicLink(path)) {
                    same(path, entry.checksum());
                }
            }
            removeOthers(collection, known);
        } catch (IOException e) {
            throw new UserError("cannot check the files of a collection: " + Reason.of(e));
        }
    }

    private static void same(Path file, @Nullable String checksum) throws IOException {
        if (!Files.isRegularFile(file)) {
            throw new UserError("its list contains " + file.getFileName() + ", which is missing");
        }
        if (checksum == null || !checksum.equals(Checksum.of(file))) {
            throw new UserError(file.getFileName() + " differs from the collection's list: wrong checksum");
        }
    }

    private static void removeOthers(Path collection, Set<Path> known) throws IOException {
        try (Stream<Path> all = Files.walk(collection)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                boolean holds = known.stream().anyMatch(each -> each.startsWith(path));
                if (!holds) {
                    Files.delete(path);
                }
            }
        }
    }

    /** Builds a collection from its sources. */
    static void build(Path source, Path into) {
        Map<String, @Nullable Object> written = CollectionInfo.written(source);
        List<Pattern> ignored = ignored(written);
        List<Map<String, @Nullable Object>> entries = new ArrayList<>();
        try {
            entries.add(entry(".", null));
            add(source, source, into, ignored, entries);
            String files = GalaxyJson.written(ordered("files", entries, "format", 1));
            Files.writeString(into.resolve(FILES), files);
            Map<String, @Nullable Object> list = entry(FILES, Checksum.of(files.getBytes(StandardCharsets.UTF_8)));
            Files.writeString(
                    into.resolve(CollectionInfo.MANIFEST),
                    GalaxyJson.written(
                            ordered("collection_info", info(written), "file_manifest_file", list, "format", 1)));
        } catch (IOException e) {
            throw new UserError("cannot build the collection in " + source + ": " + Reason.of(e));
        }
    }

    private static void add(
            Path directory, Path source, Path into, List<Pattern> ignored, List<Map<String, @Nullable Object>> entries)
            throws IOException {
        List<Path> children;
        try (Stream<Path> list = Files.list(directory)) {
            children = list.sorted().toList();
        }
        for (Path child : children) {
            String name = source.relativize(child).toString();
            boolean isDirectory = Files.isDirectory(child);
            if (ignored.stream().anyMatch(pattern -> pattern.matcher(name).matches())
                    || (isDirectory && NO_DIRECTORIES.contains(String.valueOf(child.getFileName())))) {
                continue;
            }
            Path target = into.resolve(name);
            if (Files.isSymbolicLink(child) && !Workspace.leadsOut(child, source)) {
                Files.copy(child, target, LinkOption.NOFOLLOW_LINKS);
                entries.add(entry(name, isDirectory ? null : Checksum.of(child)));
            } else if (isDirectory) {
                if (Files.isSymbolicLink(child)) {
                    throw new UserError(child + " is a link to a directory that is not in the collection");
                }
                Files.createDirectory(target);
                entries.add(entry(name, null));
                add(child, source, into, ignored, entries);
            } else {
                Files.copy(child, target, StandardCopyOption.COPY_ATTRIBUTES);
                entries.add(entry(name, Checksum.of(child)));
            }
        }
    }

    /** @param checksum null for a directory */
    private static Map<String, @Nullable Object> entry(String name, @Nullable String checksum) {
        return ordered(
                "name",
                name,
                "ftype",
                checksum == null ? "dir" : "file",
                "chksum_type",
                checksum == null ? null : "sha256",
                "chksum_sha256",
                checksum,
                "format",
                1);
    }

    private static Map<String, @Nullable Object> info(Map<String, @Nullable Object> written) {
        Map<String, @Nullable Object> info = new LinkedHashMap<>();
        for (String key : KEYS) {
            Object value = written.get(key);
            if (LISTS.contains(key)) {
                value = value == null ? List.of() : value instanceof List ? value : List.of(value);
            } else if (key.equals("dependencies") && value == null) {
                value = Map.of();
            }
            info.put(key, value);
        }
        return info;
    }

    private static List<Pattern> ignored(Map<String, @Nullable Object> written) {
        List<String> globs = new ArrayList<>(LEFT_OUT);
        globs.add(written.get("namespace") + "-" + written.get("name") + "-*.tar.gz");
        if (written.get("build_ignore") instanceof List<?> more) {
            more.forEach(glob -> globs.add(String.valueOf(glob)));
        }
        return globs.stream().map(CollectionFiles::glob).toList();
    }

    // As in Python's fnmatch, a star also matches slashes.
    private static Pattern glob(String glob) {
        StringBuilder regex = new StringBuilder();
        for (String part : glob.split("(?<=[*?])|(?=[*?])", -1)) {
            regex.append(part.equals("*") ? ".*" : part.equals("?") ? "." : Pattern.quote(part));
        }
        return Pattern.compile(regex.toString(), Pattern.DOTALL);
    }

    private static Map<String, @Nullable Object> ordered(@Nullable Object... pairs) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < pairs.length; i += 2) {
            map.put(String.valueOf(pairs[i]), pairs[i + 1]);
        }
        return map;
    }
}
