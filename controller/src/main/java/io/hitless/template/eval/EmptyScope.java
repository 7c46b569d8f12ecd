package io.hitless.template.eval;

import io.hitless.value.Undefined;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scope without variables. It only knows where files are searched for, and how they are decrypted. */
public record EmptyScope(List<Path> searchPath, Files files) implements Scope {
    /** Reads files as {@link Scope#plain} does. */
    @FunctionalInterface
    public interface Files {
        byte[] plain(String name, byte[] content);
    }

    public EmptyScope {
        searchPath = List.copyOf(searchPath);
    }

    @Override
    public @Nullable Object get(String name) {
        return Undefined.name(name);
    }

    @Override
    public Set<String> names() {
        return Set.of();
    }

    @Override
    public byte[] plain(String name, byte[] content) {
        return files.plain(name, content);
    }
}
