package io.hitless.inventory;

import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The vars plugins of users: variables for groups and hosts, for one directory of the inventory or the playbook. */
public interface VarsPlugins {
    /** When a plugin is asked. */
    enum Stage {
        /** When the inventory was read: what it gives belongs to the inventory. */
        INVENTORY,
        /** When a task needs variables. */
        TASK
    }

    /** There are none. */
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

    /** @param groups of the host */
    Map<String, YamlNode> ofHost(Stage stage, Path directory, Host host, List<Group> groups);
}
