package io.hitless.plugin;

import io.hitless.inventory.InventoryPlugin;
import io.hitless.inventory.VarsPlugins;
import io.hitless.python.BastionAnsible;
import io.hitless.source.UserError;
import java.util.List;
import java.util.Map;

/**
 * The inventory and vars plugins of users. The bastion's Ansible runs them in one process, which is started when it is
 * first needed. Safe for use by several threads.
 */
public final class AnsiblePlugins implements AutoCloseable {
    private final AnsibleProcess process;

    public AnsiblePlugins(BastionAnsible ansible, PluginSetup setup) {
        this.process = new AnsibleProcess(ansible, setup);
    }

    /**
     * Returns an inventory plugin by its name. The plugin is searched for when a source is read.
     *
     * @param cache whether the plugin may use its cache
     */
    public InventoryPlugin inventory(String name, boolean cache) {
        return new PythonInventory(process, name, cache);
    }

    /**
     * Returns the vars plugins.
     *
     * @throws UserError if one can't be loaded, or Python or ansible-core is missing
     */
    public VarsPlugins vars() {
        Map<?, ?> answer = process.ask("vars plugins", Map.of("op", "list"));
        return answer.get("vars") instanceof List<?> names && !names.isEmpty()
                ? new PythonVars(process)
                : VarsPlugins.NONE;
    }

    @Override
    public void close() {
        process.close();
    }
}
