package io.hitless.vars;

import io.hitless.inventory.Group;
import io.hitless.inventory.InventoryBuilder;
import io.hitless.inventory.InventoryPlugin;
import io.hitless.playbook.load.Templates;
import io.hitless.source.UserError;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import io.hitless.yaml.PlainNodes;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlNode.Entry;
import io.hitless.yaml.YamlNode.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Ansible's inventory plugin {@code generator}: creates a host for each combination of values, and its parent groups.
 */
public final class GeneratedInventory implements InventoryPlugin {
    private final Templates templates;

    public GeneratedInventory(Templates templates) {
        this.templates = templates;
    }

    @Override
    public void read(Mapping config, Path file, InventoryBuilder inventory) {
        Mapping hosts = PluginOptions.mapping(config, "hosts");
        YamlNode name = hosts.get("name");
        if (name == null) {
            throw new UserError(hosts.span(), "'hosts' needs a 'name'");
        }
        for (Map<String, @Nullable Object> values : combinations(PluginOptions.mapping(config, "layers"))) {
            Scope scope = new MapScope(values);
            String host = text(name, scope);
            inventory.host(Group.UNGROUPED, host, file);
            parents(hosts, host, scope, inventory, (parent, child) -> inventory.host(parent, child, file));
        }
    }

    /** Adds a host or a group to its parent group. */
    @FunctionalInterface
    private interface Membership {
        void put(String parent, String child);
    }

    private void parents(Mapping below, String child, Scope scope, InventoryBuilder inventory, Membership membership) {
        YamlNode parents = below.get("parents");
        for (YamlNode item : parents instanceof YamlNode.Sequence list ? list.items() : List.<YamlNode>of()) {
            YamlNode name = item instanceof Mapping mapping ? mapping.get("name") : null;
            if (!(item instanceof Mapping parent) || name == null) {
                throw new UserError(item.span(), "a parent is a mapping with 'name'");
            }
            String group = text(name, scope);
            inventory.group(group);
            for (Entry variable : PluginOptions.mapping(parent, "vars").entries()) {
                inventory.groupVar(group, variable.name(), variable(variable.value(), scope));
            }
            membership.put(group, child);
            parents(parent, group, scope, inventory, (above, its) -> inventory.child(above, its, null));
        }
    }

    // As in Ansible, templates within lists and mappings are not evaluated.
    private YamlNode variable(YamlNode written, Scope scope) {
        return written instanceof YamlNode.Scalar
                ? PlainNodes.of(templates.of(written).resolve(scope), written.span(), null)
                : written;
    }

    private String text(YamlNode node, Scope scope) {
        Object value = templates.of(node).resolve(scope);
        if (value instanceof Undefined missing) {
            throw missing.error().at(node.span());
        }
        return Values.text(value);
    }

    private static List<Map<String, @Nullable Object>> combinations(Mapping layers) {
        List<Map<String, @Nullable Object>> combinations = new ArrayList<>();
        combinations.add(new LinkedHashMap<>());
        for (Entry layer : layers.entries()) {
            if (!(layer.value() instanceof YamlNode.Sequence values)) {
                throw new UserError(layer.value().span(), "a layer is a list of values");
            }
            List<Map<String, @Nullable Object>> more = new ArrayList<>();
            for (Map<String, @Nullable Object> before : combinations) {
                for (YamlNode value : values.items()) {
                    Map<String, @Nullable Object> with = new LinkedHashMap<>(before);
                    with.put(layer.name(), value.plain());
                    more.add(with);
                }
            }
            combinations = more;
        }
        return combinations;
    }
}
