package io.hitless.run.action;

import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an action may change in the run itself. */
public interface RunControl {
    /**
     * Adds a host to the inventory of this run, in these groups and with these variables ({@code add_host}). Whether
     * the host, a membership or a value was new.
     */
    boolean addHost(String name, List<String> groups, Map<String, YamlNode> vars);

    /** Puts the call's host into a group, which is made if need be ({@code group_by}). Whether it was not there yet. */
    boolean addToGroup(String host, String group, List<String> parents);

    /** Reads the sources of the inventory again ({@code meta: refresh_inventory}). */
    void refreshInventory();

    /** Gives a host the variables of a file or directory of the controller ({@code include_vars}). */
    void include(String host, Map<String, Template> vars);

    /** How many {@code -v} the operator gave. */
    int verbosity();

    /** Asks the operator for a line, or waits for Enter; null when there is nobody to ask. */
    @Nullable
    String prompt(String text, boolean echo) throws InterruptedException;
}
