package io.hitless.vars;

import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/** A scope without variables. */
enum KnownNothing implements Scope {
    SCOPE;

    @Override
    public Object get(String name) {
        return Undefined.name(name);
    }

    @Override
    public Set<String> names() {
        return Set.of();
    }

    @Override
    public List<Path> searchPath() {
        return List.of();
    }
}
