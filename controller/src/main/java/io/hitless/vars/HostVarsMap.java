package io.hitless.vars;

import io.hitless.inventory.Host;
import java.util.AbstractMap;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code hostvars}: by host, its variables outside of any play. A host's are looked at only when it is asked for. */
final class HostVarsMap extends AbstractMap<String, @Nullable Object> {
    private final TaskScope asking;
    private final Map<String, ScopeMap> seen = new HashMap<>();

    HostVarsMap(TaskScope asking) {
        this.asking = asking;
    }

    @Override
    public boolean containsKey(@Nullable Object name) {
        return name instanceof String text && asking.run().inventory().host(text) != null;
    }

    @Override
    public @Nullable Object get(@Nullable Object name) {
        if (!(name instanceof String text)) {
            return null;
        }
        ScopeMap known = seen.get(text);
        Host host = known == null ? asking.run().inventory().host(text) : null;
        if (host != null) {
            known = new ScopeMap(asking.ofOther(host));
            seen.put(text, known);
        }
        return known;
    }

    @Override
    public Set<String> keySet() {
        return asking.run().inventory().hosts().keySet();
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
