package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Adds a host to the inventory of this run. */
final class AddHost implements Action {
    private static final Set<String> OWN = Set.of("name", "groups");

    @Override
    public boolean steersRun() {
        return true;
    }

    @Override
    public Result run(ActionCall call) {
        Map<String, @Nullable Object> vars = new LinkedHashMap<>(call.args());
        vars.keySet().removeAll(OWN);
        List<String> groups = call.list("groups").stream().map(Values::text).toList();
        String name = call.required("name");
        boolean changed = call.control().addHost(name, groups, vars);
        Map<String, @Nullable Object> added = new LinkedHashMap<>();
        added.put("host_name", name);
        added.put("groups", groups);
        added.put("host_vars", vars);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("add_host", added);
        return Result.ok(changed, fields);
    }

    @Override
    public boolean once() {
        return true;
    }
}
