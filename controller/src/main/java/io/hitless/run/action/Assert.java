package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.source.UserError;
import io.hitless.template.Conditions;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fails unless all conditions hold. */
final class Assert implements Action {
    @Override
    public Result run(ActionCall call) {
        Object that = call.arg("that");
        if (that == null) {
            throw new UserError(call.task().span(), "option 'that' of module 'assert' is missing");
        }
        for (Object condition : Conditions.each(that, call.scope())) {
            if (!Conditions.hold(condition, call.task().span(), call.scope())) {
                return failed(Conditions.shown(condition, call.scope()), call);
            }
        }
        return Result.ok(
                false,
                call.flag("quiet") ? Map.of() : Map.of("msg", or(call.text("success_msg"), "All assertions passed")));
    }

    private static Result failed(@Nullable Object condition, ActionCall call) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("assertion", condition);
        fields.put("evaluated_to", false);
        fields.put("msg", or(call.text("fail_msg"), "Assertion failed"));
        return new Result(Result.Status.FAILED, false, fields, List.of(), List.of());
    }

    private static String or(@Nullable String text, String otherwise) {
        return text == null ? otherwise : text;
    }

    @Override
    public boolean verbose() {
        return true;
    }
}
