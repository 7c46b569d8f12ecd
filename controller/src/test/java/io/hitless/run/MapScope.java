package io.hitless.run;

import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import io.hitless.value.Unknown;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Variables of a test. */
public record MapScope(Map<String, ? extends @Nullable Object> variables, List<Path> searchPath) implements Scope {
    public static final MapScope EMPTY = new MapScope(Map.of());

    public MapScope(Map<String, ? extends @Nullable Object> variables) {
        this(variables, List.of());
    }

    @Override
    public @Nullable Object get(String name) {
        Object found = variables.containsKey(name) ? variables.get(name) : Undefined.name(name);
        if (found instanceof Unknown unknown) {
            throw unknown.error();
        }
        return found;
    }

    @Override
    public Set<String> names() {
        return variables.keySet();
    }

    /** Decrypts to {@code plain NAME}. */
    @Override
    public byte[] plain(String name, byte[] content) {
        return ("plain " + Path.of(name).getFileName()).getBytes(StandardCharsets.UTF_8);
    }
}
