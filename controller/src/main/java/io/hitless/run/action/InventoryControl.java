package io.hitless.run.action;

import io.hitless.inventory.Host;
import io.hitless.run.operator.Operator;
import io.hitless.template.Template;
import io.hitless.vars.Variables;
import io.hitless.yaml.YamlNode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The parts of the run that actions may change: its inventory and variables; and the operator, whom they may ask. */
public record InventoryControl(Variables variables, RunInventory inventory, Operator operator, int verbosity)
        implements RunControl {
    @Override
    public boolean addHost(String name, List<String> groups, Map<String, YamlNode> vars) {
        boolean changed = inventory.add(before -> before.with(name, groups, vars));
        variables.of(known(name)).markAdded(vars.keySet());
        return changed;
    }

    @Override
    public boolean addToGroup(String host, String group, List<String> parents) {
        return inventory.add(before -> before.withGroup(group, parents).with(host, List.of(group), Map.of()));
    }

    @Override
    public void refreshInventory() {
        inventory.refresh();
    }

    @Override
    public void include(String host, Map<String, Template> vars) {
        variables.of(known(host)).include(vars);
    }

    private Host known(String name) {
        Host known = variables.inventory().host(name);
        return known == null ? Host.unknown(name) : known;
    }

    @Override
    public @Nullable String prompt(String text, boolean echo) throws InterruptedException {
        return operator.ask(text, echo);
    }

    /** For a task that runs once: variables that it includes are set for all hosts. */
    public record ForAll(RunControl one, List<String> hosts) implements RunControl {
        @Override
        public boolean addHost(String name, List<String> groups, Map<String, YamlNode> vars) {
            return one.addHost(name, groups, vars);
        }

        @Override
        public boolean addToGroup(String host, String group, List<String> parents) {
            return one.addToGroup(host, group, parents);
        }

        @Override
        public void refreshInventory() {
            one.refreshInventory();
        }

        @Override
        public void include(String host, Map<String, Template> vars) {
            hosts.forEach(each -> one.include(each, vars));
        }

        @Override
        public int verbosity() {
            return one.verbosity();
        }

        @Override
        public @Nullable String prompt(String text, boolean echo) throws InterruptedException {
            return one.prompt(text, echo);
        }
    }
}
