package io.hitless.template.eval;

import io.hitless.source.MappedText;
import io.hitless.source.Reason;
import io.hitless.source.SourceFile;
import io.hitless.source.SourceReader;
import io.hitless.source.Span;
import io.hitless.source.TextFile;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.source.VaultedFile;
import io.hitless.template.syntax.BuiltinRegistry;
import io.hitless.template.syntax.ParsedTemplate;
import io.hitless.template.syntax.StatementParser;
import io.hitless.template.syntax.Syntax;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files that templates name, and caches parsed templates until their file changes. Safe for use by several
 * threads.
 */
public final class TemplateLoader {
    /** @param part whether another template includes, imports or extends this one */
    private record Key(Path path, Syntax syntax, boolean part) {}

    private record Entry(FileTime changed, long size, ParsedTemplate parsed) {}

    private final ConcurrentHashMap<Key, Entry> parsed = new ConcurrentHashMap<>();

    private final BuiltinRegistry builtins;

    TemplateLoader(BuiltinRegistry builtins) {
        this.builtins = builtins;
    }

    /**
     * Returns the template {@code name} that {@code from} includes, imports or extends, or null. It is parsed with the
     * syntax of {@code from}, and searched for beside {@code from} and then below {@code templates} of the playbook or
     * role.
     */
    public @Nullable ParsedTemplate template(String name, Scope scope, ParsedTemplate from) {
        Path beside = Path.of(from.file()).toAbsolutePath().resolveSibling(name);
        Path path = Files.isRegularFile(beside) ? beside : FileSearch.find(name, "templates", scope);
        return path == null ? null : parse(new Key(path, from.syntax().ofFiles(), true), scope);
    }

    /**
     * Returns a template file that is rendered on its own. A file encrypted by {@code ansible-vault} is decrypted each
     * time, so that its text is recorded as a secret of this use.
     */
    public ParsedTemplate parse(Path path, Syntax syntax, Scope scope) {
        return parse(new Key(path, syntax, false), scope);
    }

    private ParsedTemplate parse(Key key, Scope scope) {
        Path path = key.path();
        try {
            FileTime changed = Files.getLastModifiedTime(path);
            long size = Files.size(path);
            Entry known = parsed.get(key);
            if (known != null && known.changed.equals(changed) && known.size == size) {
                return known.parsed;
            }
            SourceFile file = SourceReader.read(path);
            if (VaultedFile.is(path)) {
                byte[] plain = scope.plain(path.toString(), TextFile.bytes(path));
                return parsed(key, file.decrypted(new String(plain, StandardCharsets.UTF_8)));
            }
            ParsedTemplate fresh = parsed(key, file);
            parsed.put(key, new Entry(changed, size, fresh));
            return fresh;
        } catch (IOException e) {
            throw new UserError("cannot read " + path + ": " + Reason.of(e));
        }
    }

    private ParsedTemplate parsed(Key key, SourceFile file) {
        TrustedText text = MappedText.verbatim(Span.whole(file)).trusted();
        return key.part
                ? StatementParser.part(text, key.syntax, builtins)
                : StatementParser.template(text, key.syntax, builtins);
    }
}
