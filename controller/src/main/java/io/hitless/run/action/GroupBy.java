package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Adds the host to a group that is named by a variable. */
final class GroupBy implements Action {
    @Override
    public boolean steersRun() {
        return true;
    }

    @Override
    public Result run(ActionCall call) {
        String group = call.required("key").replace(' ', '-');
        List<String> parents = call.list("parents").stream()
                .map(parent -> Values.text(parent).replace(' ', '-'))
                .toList();
        boolean changed =
                call.control().addToGroup(Values.text(call.scope().get("inventory_hostname")), group, parents);
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("add_group", group);
        fields.put("parent_groups", parents.isEmpty() ? List.of("all") : parents);
        return Result.ok(changed, fields);
    }
}
