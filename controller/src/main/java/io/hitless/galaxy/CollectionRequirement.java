package io.hitless.galaxy;

import io.hitless.source.UserError;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A collection to install.
 *
 * @param type the kind of source
 * @param source the qualified name on a server, or an address or path
 * @param version for a server the allowed versions; for git the version to check out
 * @param server the address or the name of the server to ask; null for any
 */
record CollectionRequirement(
        Type type, String source, String version, @Nullable String server) {
    /** The kind of source of a collection. */
    enum Type {
        GALAXY,
        GIT,
        URL,
        FILE,
        DIR,
        SUBDIRS
    }

    private static final Set<String> KEYS = Set.of("name", "version", "source", "type", "signatures");

    CollectionRequirement {
        if (version.startsWith("-")) {
            throw new UserError("'" + version + "' is not a version of a collection");
        }
        if (type == Type.GALAXY && !CollectionInfo.NAME.matcher(source).matches()) {
            throw new UserError(
                    null,
                    "'" + source + "' is not a collection",
                    "write NAMESPACE.NAME, or the path or the URL of an archive, a directory or a git repository");
        }
    }

    /** Parses an argument: {@code NAMESPACE.NAME[:VERSIONS]}, or a path or an address. */
    static CollectionRequirement parse(String text, Path directory) {
        Type type = typeOf(text, directory);
        int colon = text.indexOf(':');
        if (type == Type.GALAXY && colon > 0) {
            return new CollectionRequirement(type, text.substring(0, colon), text.substring(colon + 1), null);
        }
        int comma = type == Type.GIT ? text.indexOf(',') : -1;
        return comma > 0
                ? new CollectionRequirement(type, text.substring(0, comma), text.substring(comma + 1), null)
                : new CollectionRequirement(type, text, "*", null);
    }

    /** Reads an entry of a requirements file. */
    static CollectionRequirement of(Map<?, ?> fields, Path directory) {
        for (Object key : fields.keySet()) {
            if (!KEYS.contains(String.valueOf(key))) {
                throw new UserError("a collection has no '" + key + "'");
            }
        }
        if (fields.get("signatures") != null) {
            throw new UserError("signatures of collections are not verified, only checksums");
        }
        Object name = fields.get("name");
        Object place = fields.get("source");
        if (name == null && place == null) {
            throw new UserError(null, "a collection needs a name", "- name: community.general");
        }
        Object version = fields.get("version");
        String text = String.valueOf(name == null ? place : name);
        Type type = fields.get("type") == null
                ? typeOf(text, directory)
                : named(fields.get("type").toString());
        String source = type == Type.GALAXY || place == null ? text : place.toString();
        CollectionRequirement written = parse(source, directory);
        return new CollectionRequirement(
                type,
                type == Type.GIT || type == Type.GALAXY ? written.source() : source,
                version == null ? written.version() : version.toString(),
                type == Type.GALAXY && place != null ? place.toString() : null);
    }

    private static Type named(String word) {
        try {
            return Type.valueOf(word.toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException e) {
            throw new UserError(
                    null,
                    "'" + word + "' is not a type of collections",
                    "write galaxy, git, url, file, dir or subdirs");
        }
    }

    private static Type typeOf(String text, Path directory) {
        if (text.startsWith("git+") || text.startsWith("git@")) {
            return Type.GIT;
        }
        if (text.matches("https?://.*")) {
            return Type.URL;
        }
        if (CollectionInfo.NAME.matcher(text.split(":", 2)[0]).matches()) {
            return Type.GALAXY;
        }
        Path path = directory.resolve(text.startsWith("file://") ? text.substring("file://".length()) : text);
        return Files.isDirectory(path) ? directoryType(path) : Files.exists(path) ? Type.FILE : Type.GALAXY;
    }

    private static Type directoryType(Path path) {
        return CollectionInfo.isIn(path) ? Type.DIR : Type.SUBDIRS;
    }
}
