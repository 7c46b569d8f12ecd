package io.hitless.template;

import io.hitless.source.SourceFile;
import io.hitless.source.Excerpt;
import io.hitless.source.UserError;
import io.hitless.source.VaultedFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Finds the files that templates name, and keeps the templates among them parsed while they don't change. Used by many threads. */
final class Loader {
    private record Entry(FileTime changed, long size, Parsed parsed) {}

    private final ConcurrentHashMap<Path, Entry> parsed = new ConcurrentHashMap<>();

    /** The template {@code name}, looked for below {@code templates} beside the playbook or role, and beside the template {@code from}. */
    @Nullable Parsed template(String name, Scope scope, @Nullable String from) {
        Path beside = from == null ? null : Path.of(from).toAbsolutePath().resolveSibling(name);
        Path path = beside != null && Files.isRegularFile(beside) ? beside : find(name, "templates", scope);
        return path == null ? null : parse(path, scope);
    }

    /** A template; one that {@code ansible-vault} encrypted is opened each time, so that what it says is known to be a secret of this use. */
    Parsed parse(Path path, Scope scope) {
        try {
            FileTime changed = Files.getLastModifiedTime(path);
            long size = Files.size(path);
            Entry known = parsed.get(path);
            if (known != null && known.changed.equals(changed) && known.size == size) {
                return known.parsed;
            }
            if (VaultedFile.is(path)) {
                byte[] plain = scope.plain(path.toString(), Files.readAllBytes(path));
                SourceFile opened = SourceFile.secret(path.toString(), new String(plain, StandardCharsets.UTF_8));
                return Parsed.of(Excerpt.verbatim(opened.whole()), Syntax.ANSIBLE, this);
            }
            Parsed fresh = Parsed.of(Excerpt.verbatim(SourceFile.read(path).whole()), Syntax.ANSIBLE, this);
            parsed.put(path, new Entry(changed, size, fresh));
            return fresh;
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + e.getMessage());
        }
    }

    /** A file by Ansible's order: in each directory below {@code kind}, then directly in it; null if there is none. */
    static @Nullable Path find(String name, String kind, Scope scope) {
        for (Path candidate : candidates(name, kind, scope)) {
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    static List<Path> candidates(String name, String kind, Scope scope) {
        String home = name.startsWith("~/") ? System.getProperty("user.home") + name.substring(1) : name;
        List<Path> candidates = new ArrayList<>();
        for (Path directory : scope.searchPath()) {
            candidates.add(directory.resolve(kind).resolve(home).normalize());
            candidates.add(directory.resolve(home).normalize());
        }
        if (Path.of(home).isAbsolute()) {
            candidates.add(Path.of(home).normalize());
        }
        return candidates;
    }
}
