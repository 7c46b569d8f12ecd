package io.hitless.run;

import io.hitless.run.action.RunControl;
import io.hitless.vars.Variables;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What actions may change in the run: its inventory; and whom they may ask. */
record Control(Variables variables, Operator operator) implements RunControl {
    @Override
    public boolean addHost(String name, List<String> groups, Map<String, @Nullable Object> vars) {
        return variables.addHost(name, groups, vars);
    }

    @Override
    public boolean addToGroup(String host, String group, List<String> parents) {
        return variables.addToGroup(host, group, parents);
    }

    @Override
    public @Nullable String prompt(String text, boolean echo) throws InterruptedException {
        return operator.ask(text, echo);
    }
}
