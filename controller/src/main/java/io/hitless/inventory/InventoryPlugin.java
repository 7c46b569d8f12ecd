package io.hitless.inventory;

import io.hitless.yaml.YamlNode;
import java.nio.file.Path;

/**
 * An inventory plugin: a YAML inventory file names it with {@code plugin}, or the settings enable it for all sources.
 */
public interface InventoryPlugin {
    /**
     * Adds hosts and groups to the inventory as the file specifies.
     *
     * @throws io.hitless.source.UserError if this fails; everything added before the error stays
     */
    void read(YamlNode.Mapping config, Path file, InventoryBuilder inventory);

    /**
     * Reads a source that need not name a plugin, if this plugin supports it.
     *
     * @return whether the plugin supports the source
     * @throws io.hitless.source.UserError if this fails; everything added before the error stays
     */
    default boolean readSource(String source, InventoryBuilder inventory) {
        return false;
    }
}
