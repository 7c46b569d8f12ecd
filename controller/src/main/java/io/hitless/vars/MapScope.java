package io.hitless.vars;

import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A scope that contains only the given values. */
public record MapScope(Map<String, @Nullable Object> values) implements Scope {
    @Override
    public @Nullable Object get(String name) {
        return values.containsKey(name) ? values.get(name) : Undefined.name(name);
    }

    @Override
    public Set<String> names() {
        return values.keySet();
    }

    @Override
    public List<Path> searchPath() {
        return List.of();
    }
}
