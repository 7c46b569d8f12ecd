package io.hitless.inventory;

import io.hitless.yaml.YamlNode;
import java.nio.file.Path;

/** What a YAML file of the inventory can name with {@code plugin}, or settings enable for all sources. */
public interface InventoryPlugin {
    /**
     * Adds to the inventory what the file asks for.
     *
     * @throws io.hitless.source.UserError if it can't; what was added before stays
     */
    void read(YamlNode.Mapping config, Path file, InventoryBuilder inventory);

    /**
     * Reads a source that may name no plugin, if it is one of its own.
     *
     * @return whether it is
     * @throws io.hitless.source.UserError if it can't; what was added before stays
     */
    default boolean readSource(String source, InventoryBuilder inventory) {
        return false;
    }
}
