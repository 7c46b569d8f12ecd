package io.hitless.inventory;

import io.hitless.yaml.YamlNode;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Variables from one place, as written.
 *
 * @param source the place as operators know it: {@code group 'web' in the inventory},
 *     {@code inventories/x/group_vars/web.yml}
 */
public record VarsLayer(Kind kind, String source, Map<String, YamlNode> vars) {
    /** The sources of variables of hosts, lowest precedence first, in Ansible's documented order. */
    public enum Kind {
        ALL_IN_INVENTORY,
        GROUP_IN_INVENTORY,
        GROUP_VARS_ALL_BESIDE_INVENTORY,
        GROUP_VARS_ALL_BESIDE_PLAYBOOK,
        GROUP_VARS_BESIDE_INVENTORY,
        GROUP_VARS_BESIDE_PLAYBOOK,
        HOST_IN_INVENTORY,
        HOST_VARS_BESIDE_INVENTORY,
        HOST_VARS_BESIDE_PLAYBOOK;

        /** Returns whether the variables apply to every host. */
        boolean isOfAll() {
            return this == ALL_IN_INVENTORY
                    || this == GROUP_VARS_ALL_BESIDE_INVENTORY
                    || this == GROUP_VARS_ALL_BESIDE_PLAYBOOK;
        }
    }

    public VarsLayer {
        vars = Collections.unmodifiableMap(new LinkedHashMap<>(vars));
    }

    static VarsLayer of(Kind kind, VarsFiles.VarsFile file) {
        Map<String, YamlNode> vars = new LinkedHashMap<>();
        file.vars().entries().forEach(entry -> vars.put(entry.name(), entry.value()));
        return new VarsLayer(kind, file.path().toString(), vars);
    }
}
