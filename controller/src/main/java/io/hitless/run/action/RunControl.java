package io.hitless.run.action;

import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of the run that an action may change. */
public interface RunControl {
    /**
     * Adds a host to the inventory of this run, in these groups and with these variables ({@code add_host}).
     *
     * @return whether the host, a membership or a value is new
     */
    boolean addHost(String name, List<String> groups, Map<String, YamlNode> vars);

    /**
     * Adds the call's host to a group, which is created if necessary ({@code group_by}).
     *
     * @return whether the membership is new
     */
    boolean addToGroup(String host, String group, List<String> parents);

    /** Reads the sources of the inventory again ({@code meta: refresh_inventory}). */
    void refreshInventory();

    /** Sets variables of a host that come from a file or directory of the controller ({@code include_vars}). */
    void include(String host, Map<String, Template> vars);

    /** Returns the number of {@code -v}. */
    int verbosity();

    /**
     * Asks the operator for a line, or waits for Enter.
     *
     * @return the line; null if there is no operator
     */
    @Nullable
    String prompt(String text, boolean echo) throws InterruptedException;
}
