package io.hitless.plugin;

import io.hitless.inventory.Group;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryBuilder;
import io.hitless.inventory.InventoryPlugin;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** An inventory plugin of the user. Its values are data, never templates. */
final class PythonInventory implements InventoryPlugin {
    private final AnsibleProcess process;
    private final String name;
    private final boolean cache;

    PythonInventory(AnsibleProcess process, String name, boolean cache) {
        this.process = process;
        this.name = name;
        this.cache = cache;
    }

    @Override
    public void read(YamlNode.Mapping config, Path file, InventoryBuilder inventory) {
        YamlNode named = Objects.requireNonNull(config.get("plugin"));
        try {
            if (!parse(file.toString(), inventory)) {
                throw new UserError(
                        null,
                        what() + " does not read " + file,
                        "most want a name that ends in their own: NAME." + name.substring(name.lastIndexOf('.') + 1)
                                + ".yml");
            }
        } catch (UserError e) {
            throw e.at(named.span());
        }
    }

    @Override
    public boolean readSource(String source, InventoryBuilder inventory) {
        return parse(source, inventory);
    }

    private String what() {
        return "inventory plugin '" + name + "'";
    }

    private boolean parse(String source, InventoryBuilder inventory) {
        Path file = Path.of(source);
        boolean isFile = Files.exists(file);
        Map<String, @Nullable Object> request = new LinkedHashMap<>();
        request.put("op", "parse");
        request.put("plugin", name);
        boolean isPath = isFile || !source.contains(",");
        request.put("source", isPath ? file.toAbsolutePath().normalize().toString() : source);
        request.put("cache", cache);
        Inventory known = inventory.snapshot(false);
        Map<String, Object> groups = new LinkedHashMap<>();
        known.groups().forEach((group, its) -> groups.put(group, written(its)));
        request.put("groups", groups);
        Map<String, Object> hosts = new LinkedHashMap<>();
        known.hosts().forEach((host, its) -> hosts.put(host, PluginVars.plain(its.vars())));
        request.put("hosts", hosts);
        Map<?, ?> answer = process.ask(what(), request);
        if (answer.containsKey("missing")) {
            throw new UserError(
                    null,
                    "there is no " + what() + " on this bastion",
                    "put it into inventory_plugins/ beside the playbook, or install its collection");
        }
        if (answer.containsKey("declined")) {
            return false;
        }
        add(answer, isFile ? file : null, inventory);
        if (answer.get("failed") instanceof String failed) {
            throw new UserError(what() + " (" + answer.get("file") + "): " + failed);
        }
        return true;
    }

    private static Map<String, Object> written(Group group) {
        return Map.of("hosts", group.hosts(), "children", group.children(), "vars", PluginVars.plain(group.vars()));
    }

    private void add(Map<?, ?> answer, @Nullable Path file, InventoryBuilder inventory) {
        if (answer.get("warnings") instanceof List<?> warnings) {
            warnings.forEach(warning -> inventory.warn(what() + ": " + warning));
        }
        Map<?, ?> hosts = PluginVars.mapping(answer.get("hosts"));
        hosts.forEach((host, vars) -> {
            inventory.host(Group.UNGROUPED, String.valueOf(host), file);
            PluginVars.nodes(what(), vars)
                    .forEach((name, value) -> inventory.hostVar(String.valueOf(host), name, value));
        });
        PluginVars.mapping(answer.get("groups")).forEach((group, its) -> {
            addGroup(String.valueOf(group), PluginVars.mapping(its), file, inventory);
        });
    }

    private void addGroup(String group, Map<?, ?> its, @Nullable Path file, InventoryBuilder inventory) {
        inventory.group(group);
        PluginVars.names(its.get("hosts")).forEach(host -> inventory.host(group, host, file));
        PluginVars.names(its.get("children")).forEach(child -> inventory.child(group, child, null));
        PluginVars.nodes(what(), its.get("vars")).forEach((name, value) -> inventory.groupVar(group, name, value));
    }
}
