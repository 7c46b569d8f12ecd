package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.module.ArgumentSpec;
import io.hitless.source.UserError;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import io.hitless.vars.Omit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks variables or given values against an argument spec. A role with a spec starts with this check. */
final class ValidateArgumentSpec implements Action {
    @Override
    public Result run(ActionCall call) {
        Map<?, ?> spec = mapping(call, "argument_spec");
        Map<String, @Nullable Object> values = new LinkedHashMap<>();
        for (Object name : spec.keySet()) {
            Object value = call.scope().get(Values.text(name));
            if (Undefined.name(Values.text(name)).equals(value)) {
                continue;
            }
            if (value instanceof Undefined missing) {
                throw new UserError(call.task().span(), String.valueOf(missing.what()));
            }
            if (!Omit.is(value)) {
                values.put(Values.text(name), value);
            }
        }
        mapping(call, "provided_arguments").forEach((name, value) -> values.put(Values.text(name), value));
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("validate_args_context", mapping(call, "validate_args_context"));
        List<String> errors = new ArgumentSpec(spec).errors(values);
        if (errors.isEmpty()) {
            fields.put("msg", "The arg spec validation passed");
            return Result.ok(false, fields);
        }
        fields.put("argument_errors", errors);
        fields.put("argument_spec_data", spec);
        fields.put("msg", "the arguments are not as the spec wants them:\n" + String.join("\n", errors));
        return new Result(Result.Status.FAILED, false, fields, List.of(), List.of());
    }

    private static Map<?, ?> mapping(ActionCall call, String option) {
        Object value = call.arg(option);
        if (value == null) {
            return Map.of();
        }
        if (!(value instanceof Map<?, ?> map)) {
            throw new UserError("'" + option + "' must be a mapping, not " + Values.typeName(value));
        }
        return map;
    }
}
