package io.hitless.run.action;

import io.hitless.template.Template;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an action may change in the run itself. */
public interface RunControl {
    /** Adds a host to the inventory of this run, in these groups ({@code add_host}). Whether it was new or changed. */
    boolean addHost(String name, List<String> groups, Map<String, @Nullable Object> vars);

    /** Puts the call's host into a group, which is made if need be ({@code group_by}). Whether it was not there yet. */
    boolean addToGroup(String host, String group, List<String> parents);

    /** Gives a host the variables of a file or directory of the controller ({@code include_vars}). */
    void include(String host, Map<String, Template> vars);

    /** How much the operator wants to be told: how many {@code -v} were given. */
    int verbosity();

    /** Asks the operator for a line, or waits for Enter; null when there is nobody to ask. */
    @Nullable
    String prompt(String text, boolean echo) throws InterruptedException;
}
