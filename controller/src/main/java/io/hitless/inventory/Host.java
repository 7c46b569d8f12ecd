package io.hitless.inventory;

import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A host of the inventory. Within one inventory a host is identified by its name: records with the same name are equal.
 *
 * @param vars its own variables as written in the inventory files, in order; a port written with the name
 *     ({@code lb1:2222}) becomes {@code ansible_port}, as in Ansible
 * @param file the inventory file that first names it ({@code inventory_file}), or null
 * @param implicit whether no inventory contains it: the {@code localhost} that every pattern may name; it is not part
 *     of {@code all}
 */
public record Host(
        String name, Map<String, YamlNode> vars, @Nullable Path file, boolean implicit) {
    /** @throws io.hitless.source.UserError if {@link InventoryName} does not allow the name */
    public Host {
        InventoryName.checked("host", name);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
    }

    /** Returns a host that is not in the inventory and has no variables; a task may delegate to it. */
    public static Host unknown(String name) {
        return new Host(name, Map.of(), null, true);
    }

    /** Returns this host with these variables added or replaced; itself if nothing changes. */
    Host with(Map<String, YamlNode> more) {
        boolean known = more.entrySet().stream().allMatch(entry -> {
            YamlNode its = vars.get(entry.getKey());
            return its != null && Objects.equals(its.plain(), entry.getValue().plain());
        });
        if (known) {
            return this;
        }
        Map<String, YamlNode> all = new LinkedHashMap<>(vars);
        all.putAll(more);
        return new Host(name, all, file, implicit);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof Host host && host.name.equals(name);
    }

    @Override
    public int hashCode() {
        return name.hashCode();
    }

    @Override
    public String toString() {
        return name;
    }
}
