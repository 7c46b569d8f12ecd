package io.hitless.inventory;

import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A host of the inventory. Within one inventory a host is its name: two records of the same name are equal.
 *
 * @param vars its own variables as the inventory files write them, in order; a port written with the name
 *     ({@code lb1:2222}) is {@code ansible_port} here, as in Ansible
 * @param file the inventory file that first named it ({@code inventory_file}), or null where there is none
 * @param implicit whether no inventory names it: the {@code localhost} that a pattern can always ask for; it is not
 *     part of {@code all}
 */
public record Host(
        String name, Map<String, YamlNode> vars, @Nullable Path file, boolean implicit) {
    /** @throws io.hitless.source.UserError if {@link InventoryName} does not allow the name */
    public Host {
        InventoryName.checked("host", name);
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
    }

    /** A host that no inventory names, without variables: what a task may delegate to all the same. */
    public static Host unknown(String name) {
        return new Host(name, Map.of(), null, true);
    }

    /** This host with more variables, or with other values for those that it has; itself if all have these values. */
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
