package io.hitless.run.action;

import io.hitless.inventory.Host;
import io.hitless.inventory.Inventory;
import io.hitless.run.operator.Operator;
import io.hitless.template.Template;
import io.hitless.vars.HostVariables;
import io.hitless.vars.Variables;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What actions may change in the run: its inventory; and whom they may ask. */
public record InventoryControl(Variables variables, Operator operator, int verbosity) implements RunControl {
    @Override
    public synchronized boolean addHost(String name, List<String> groups, Map<String, @Nullable Object> vars) {
        Inventory before = variables.inventory();
        Inventory after = before.with(name, groups);
        variables.replace(after);
        HostVariables its = variables.of(Objects.requireNonNull(after.host(name)));
        vars.forEach(its::set);
        return after != before;
    }

    @Override
    public synchronized boolean addToGroup(String host, String group, List<String> parents) {
        Inventory before = variables.inventory();
        Inventory after = before.withGroup(group, parents).with(host, List.of(group));
        variables.replace(after);
        return after != before;
    }

    @Override
    public void include(String host, Map<String, Template> vars) {
        Host known = variables.inventory().host(host);
        variables.of(known == null ? Host.unknown(host) : known).include(vars);
    }

    @Override
    public @Nullable String prompt(String text, boolean echo) throws InterruptedException {
        return operator.ask(text, echo);
    }

    /** For a task that runs once: what it includes is for all hosts. */
    public record ForAll(RunControl one, List<String> hosts) implements RunControl {
        @Override
        public boolean addHost(String name, List<String> groups, Map<String, @Nullable Object> vars) {
            return one.addHost(name, groups, vars);
        }

        @Override
        public boolean addToGroup(String host, String group, List<String> parents) {
            return one.addToGroup(host, group, parents);
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
