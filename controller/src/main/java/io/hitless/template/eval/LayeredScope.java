package io.hitless.template.eval;

import io.hitless.value.Values;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A scope with additional variables, which hide those of another scope.
 *
 * @param first the additional variables, by name
 */
public record LayeredScope(Map<?, ?> first, Scope then) implements Scope {
    @Override
    public @Nullable Object get(String name) {
        return first.containsKey(name) ? first.get(name) : then.get(name);
    }

    @Override
    public @Nullable Object lazy(String name) {
        return first.containsKey(name) ? first.get(name) : then.lazy(name);
    }

    @Override
    public Set<String> names() {
        Set<String> names = new LinkedHashSet<>(then.names());
        first.keySet().forEach(name -> names.add(Values.text(name)));
        return names;
    }

    @Override
    public List<Path> searchPath() {
        return then.searchPath();
    }

    @Override
    public List<String> hosts(List<String> patterns) {
        return then.hosts(patterns);
    }

    @Override
    public byte[] plain(String name, byte[] content) {
        return then.plain(name, content);
    }
}
