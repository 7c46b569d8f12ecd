package io.hitless.python;

/** The kinds of modules and plugins that users write for Ansible, and their directories. */
public enum PluginKind {
    MODULE("library", "modules", "DEFAULT_MODULE_PATH"),
    MODULE_UTILS("module_utils", "module_utils", "DEFAULT_MODULE_UTILS_PATH"),
    ACTION("action_plugins", "action", "DEFAULT_ACTION_PLUGIN_PATH"),
    FILTER("filter_plugins", "filter", "DEFAULT_FILTER_PLUGIN_PATH"),
    TEST("test_plugins", "test", "DEFAULT_TEST_PLUGIN_PATH"),
    LOOKUP("lookup_plugins", "lookup", "DEFAULT_LOOKUP_PLUGIN_PATH"),
    VARS("vars_plugins", "vars", "DEFAULT_VARS_PLUGIN_PATH"),
    INVENTORY("inventory_plugins", "inventory", "DEFAULT_INVENTORY_PLUGIN_PATH");

    private final String beside;
    private final String installed;
    private final String setting;

    PluginKind(String beside, String installed, String setting) {
        this.beside = beside;
        this.installed = installed;
        this.setting = setting;
    }

    /** The directory beside a playbook and in a role. */
    String beside() {
        return beside;
    }

    /** The directory below {@code plugins} in a collection. */
    String installed() {
        return installed;
    }

    /** The setting with its directories. */
    String setting() {
        return setting;
    }
}
