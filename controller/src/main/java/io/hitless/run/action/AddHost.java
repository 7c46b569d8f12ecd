package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.source.Span;
import io.hitless.value.Values;
import io.hitless.yaml.PlainNodes;
import io.hitless.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Adds a host to the inventory of this run. */
final class AddHost implements Action {
    private static final Set<String> OWN = Set.of("name", "groups");
    private static final Pattern WITH_PORT = Pattern.compile("([^:]+|\\[.*\\]):(\\d{1,9})");

    @Override
    public boolean steersRun() {
        return true;
    }

    @Override
    public Result run(ActionCall call) {
        Map<String, @Nullable Object> vars = new LinkedHashMap<>(call.args());
        vars.keySet().removeAll(OWN);
        List<String> groups = call.list("groups").stream().map(Values::text).toList();
        String given = call.required("name");
        Matcher port = WITH_PORT.matcher(given);
        String name = port.matches() ? port.group(1) : given;
        if (port.matches()) {
            vars.put("ansible_ssh_port", Long.valueOf(port.group(2)));
        }
        boolean changed =
                call.control().addHost(name, groups, written(vars, call.task().span()));
        Map<String, @Nullable Object> added = new LinkedHashMap<>();
        added.put("host_name", name);
        added.put("groups", groups);
        added.put("host_vars", vars);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("add_host", added);
        return Result.ok(changed, fields);
    }

    /** Returns the variables as an inventory has them, except that texts of a result are not templates. */
    private static Map<String, YamlNode> written(Map<String, @Nullable Object> vars, Span place) {
        Map<String, YamlNode> written = new LinkedHashMap<>();
        vars.forEach((name, value) -> written.put(name, PlainNodes.of(value, place, "!unsafe")));
        return written;
    }

    @Override
    public boolean once() {
        return true;
    }
}
