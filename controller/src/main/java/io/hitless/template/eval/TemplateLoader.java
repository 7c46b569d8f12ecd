package io.hitless.template.eval;

import io.hitless.source.MappedText;
import io.hitless.source.Reason;
import io.hitless.source.SourceFile;
import io.hitless.source.TextFile;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.source.VaultedFile;
import io.hitless.template.syntax.Syntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that templates name, and keeps the templates among them parsed while they don't change. Used by many
 * threads.
 */
public final class TemplateLoader {
    /** @param part whether another template takes it in */
    private record Key(Path path, Syntax syntax, boolean part) {}

    private record Entry(FileTime changed, long size, CompiledTemplate parsed) {}

    private final ConcurrentHashMap<Key, Entry> parsed = new ConcurrentHashMap<>();

    /**
     * The template {@code name} that {@code from} takes in, by the marks of that one: looked for beside it, and below
     * {@code templates} beside the playbook or role.
     */
    @Nullable
    CompiledTemplate template(String name, Scope scope, CompiledTemplate from) {
        Path beside = Path.of(from.file()).toAbsolutePath().resolveSibling(name);
        Path path = Files.isRegularFile(beside) ? beside : find(name, "templates", scope);
        return path == null ? null : parse(new Key(path, from.syntax().ofFiles(), true), scope);
    }

    /**
     * A template file for itself; one that {@code ansible-vault} encrypted is opened each time, so that what it says is
     * known to be a secret of this use.
     */
    public CompiledTemplate parse(Path path, Syntax syntax, Scope scope) {
        return parse(new Key(path, syntax, false), scope);
    }

    private CompiledTemplate parse(Key key, Scope scope) {
        Path path = key.path();
        try {
            FileTime changed = Files.getLastModifiedTime(path);
            long size = Files.size(path);
            Entry known = parsed.get(key);
            if (known != null && known.changed.equals(changed) && known.size == size) {
                return known.parsed;
            }
            SourceFile file = SourceFile.read(path);
            if (VaultedFile.is(path)) {
                byte[] plain = scope.plain(path.toString(), TextFile.bytes(path));
                return parsed(key, file.decrypted(new String(plain, StandardCharsets.UTF_8)));
            }
            CompiledTemplate fresh = parsed(key, file);
            parsed.put(key, new Entry(changed, size, fresh));
            return fresh;
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    private CompiledTemplate parsed(Key key, SourceFile file) {
        TrustedText text = MappedText.verbatim(file.whole()).trusted();
        return key.part ? CompiledTemplate.part(text, key.syntax, this) : CompiledTemplate.of(text, key.syntax, this);
    }

    /** A file by Ansible's order: in each directory below {@code kind}, then directly in it; null if there is none. */
    public static @Nullable Path find(String name, String kind, Scope scope) {
        for (Path candidate : candidates(name, kind, scope)) {
            if (Files.exists(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    public static List<Path> candidates(String name, String kind, Scope scope) {
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
