package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.source.Excerpt;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a text or a variable. */
final class Debug implements Action {
    @Override
    public Result run(ActionCall call) {
        if (call.arg("verbosity") instanceof Number wanted && wanted.longValue() > call.control().verbosity()) {
            return new Result(Result.Status.SKIPPED, false, Map.of("skipped_reason", "Verbosity threshold not met."), List.of(), List.of());
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Object shown = call.arg("var");
        if (shown instanceof String name) {
            fields.put(name, value(name, call));
        } else if (shown != null) {
            fields.put(String.valueOf(shown), shown);
        } else {
            fields.put("msg", call.args().containsKey("msg") ? call.arg("msg") : "Hello world!");
        }
        return Result.ok(false, fields);
    }

    // As Ansible: what is not there is said, not failed on.
    private static @Nullable Object value(String name, ActionCall call) {
        try {
            Object value = Expression.parse(Excerpt.verbatim(new SourceFile("var", name).whole())).evaluate(call.scope());
            return value instanceof Undefined ? "VARIABLE IS NOT DEFINED!" : value;
        } catch (UnknownValueError e) {
            throw e;
        } catch (UserError _) {
            return "VARIABLE IS NOT DEFINED!";
        }
    }

    @Override
    public boolean verbose() {
        return true;
    }
}
