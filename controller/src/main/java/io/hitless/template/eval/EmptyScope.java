package io.hitless.template.eval;

import io.hitless.value.Undefined;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scope without variables: what a template imported without context sees. */
record EmptyScope(Scope outer) implements Scope {
    @Override
    public @Nullable Object get(String name) {
        return Undefined.name(name);
    }

    @Override
    public Set<String> names() {
        return Set.of();
    }

    @Override
    public List<Path> searchPath() {
        return outer.searchPath();
    }

    @Override
    public byte[] plain(String name, byte[] content) {
        return outer.plain(name, content);
    }
}
