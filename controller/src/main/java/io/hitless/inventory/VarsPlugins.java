package io.hitless.inventory;

import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Vars plugins that users have written: they supply variables of groups and hosts for one directory of the inventory or
 * the playbook.
 */
public interface VarsPlugins {
    /** When a plugin is called. */
    enum Stage {
        /** After the inventory was read; the variables become part of the inventory. */
        INVENTORY,
        /** When a task needs variables. */
        TASK
    }

    /** No plugins. */
    VarsPlugins NONE = new VarsPlugins() {
        @Override
        public Map<String, YamlNode> ofGroups(Stage stage, Path directory, List<Group> groups) {
            return Map.of();
        }

        @Override
        public Map<String, YamlNode> ofHost(Stage stage, Path directory, Host host, List<Group> groups) {
            return Map.of();
        }
    };

    /** @param groups lowest precedence first */
    Map<String, YamlNode> ofGroups(Stage stage, Path directory, List<Group> groups);

    /** @param groups the groups of the host */
    Map<String, YamlNode> ofHost(Stage stage, Path directory, Host host, List<Group> groups);
}
