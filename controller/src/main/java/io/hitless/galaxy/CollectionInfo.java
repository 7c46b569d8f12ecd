package io.hitless.galaxy;

import io.hitless.source.Reason;
import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The metadata of a collection. It is read from {@code MANIFEST.json} if the collection is built, otherwise from
 * {@code galaxy.yml}.
 *
 * @param name the qualified name
 * @param dependencies versions by names of collections
 */
record CollectionInfo(String name, SemanticVersion version, Map<String, String> dependencies) {
    static final Pattern NAME = Pattern.compile("[a-z_][a-z0-9_]*\\.[a-z_][a-z0-9_]*");
    static final String MANIFEST = "MANIFEST.json";
    static final List<String> SOURCES = List.of("galaxy.yml", "galaxy.yaml");

    static boolean isIn(Path directory) {
        return Files.isRegularFile(directory.resolve(MANIFEST)) || source(directory) != null;
    }

    /** @throws UserError if the directory is not a collection */
    static CollectionInfo in(Path directory) {
        Path manifest = directory.resolve(MANIFEST);
        if (Files.isRegularFile(manifest)) {
            try {
                return of(
                        GalaxyJson.below(GalaxyJson.object(Files.readAllBytes(manifest), MANIFEST), "collection_info"),
                        MANIFEST);
            } catch (IOException e) {
                throw new UserError("cannot read " + manifest + ": " + Reason.of(e));
            }
        }
        return of(written(directory), "galaxy.yml");
    }

    /** The content of a {@code galaxy.yml}. */
    static Map<String, @Nullable Object> written(Path directory) {
        Path file = source(directory);
        if (file == null) {
            throw new UserError(directory + " is not a collection: it has neither MANIFEST.json nor galaxy.yml");
        }
        YamlNode node = YamlReader.read(SourceReader.read(file));
        if (node instanceof YamlNode.Mapping mapping) {
            return mapping.plain();
        }
        throw new UserError(file + " must contain a mapping");
    }

    private static @Nullable Path source(Path directory) {
        return SOURCES.stream()
                .map(directory::resolve)
                .filter(Files::isRegularFile)
                .findFirst()
                .orElse(null);
    }

    static CollectionInfo of(Map<?, ?> fields, String where) {
        String name = fields.get("namespace") + "." + fields.get("name");
        SemanticVersion version = SemanticVersion.parse(String.valueOf(fields.get("version")));
        if (!CollectionInfo.NAME.matcher(name).matches()) {
            throw new UserError(where + " is not a collection name: '" + name + "'");
        }
        if (version == null) {
            throw new UserError(where + " of " + name + " has no version: '" + fields.get("version") + "'");
        }
        Map<String, String> dependencies = new LinkedHashMap<>();
        GalaxyJson.below(fields, "dependencies")
                .forEach((other, range) -> dependencies.put(String.valueOf(other), String.valueOf(range)));
        return new CollectionInfo(name, version, dependencies);
    }

    /** The collection's path below a directory of collections. */
    Path below(Path collections) {
        int dot = name.indexOf('.');
        return collections.resolve(name.substring(0, dot)).resolve(name.substring(dot + 1));
    }

    @Override
    public String toString() {
        return name + " " + version;
    }
}
