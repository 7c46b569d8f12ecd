package io.hitless.vars;

import io.hitless.inventory.Host;
import io.hitless.inventory.Inventory;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * {@code hostvars}: the variables of each host outside any play, by the host's name. They are computed when they are
 * first read.
 */
final class HostVarsMap extends AbstractMap<String, @Nullable Object> {
    private final Inventory inventory;
    private final Function<Host, Map<String, @Nullable Object>> variables;
    private final Map<String, Map<String, @Nullable Object>> seen = new HashMap<>();

    HostVarsMap(Inventory inventory, Function<Host, Map<String, @Nullable Object>> variables) {
        this.inventory = inventory;
        this.variables = variables;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && inventory.host(text) != null;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        if (!(name instanceof String text)) {
            return null;
        }
        Map<String, @Nullable Object> known = seen.get(text);
        Host host = known == null ? inventory.host(text) : null;
        if (host != null) {
            known = variables.apply(host);
            seen.put(text, known);
        }
        return known;
    }

    @Override
    public Set<String> keySet() {
        return inventory.hosts().keySet();
    }

    @Override
    public int size() {
        return keySet().size();
    }

    @Override
    public Set<Map.Entry<String, @Nullable Object>> entrySet() {
        Map<String, @Nullable Object> all = new LinkedHashMap<>();
        keySet().forEach(name -> all.put(name, get(name)));
        return all.entrySet();
    }
}
