package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.source.UserError;
import io.hitless.template.Conditions;
import io.hitless.template.Language;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fails unless all conditions hold. */
final class Assert implements Action {
    private final Conditions conditions;

    Assert(Language language) {
        this.conditions = new Conditions(language);
    }

    @Override
    public Result run(ActionCall call) {
        Object that = call.arg("that");
        if (that == null) {
            throw new UserError(call.task().span(), "option 'that' of module 'assert' is missing");
        }
        for (Object condition : conditions.each(that, call.scope())) {
            if (!conditions.hold(condition, call.task().span(), call.scope())) {
                return failed(Conditions.shown(condition, call.scope()), call);
            }
        }
        return Result.ok(false, Map.of("msg", or(call.arg("success_msg"), "All assertions passed")));
    }

    private static Result failed(@Nullable Object condition, ActionCall call) {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        fields.put("assertion", condition);
        fields.put("evaluated_to", false);
        fields.put("msg", or(call.arg("fail_msg"), "Assertion failed"));
        return new Result(Result.Status.FAILED, false, fields, List.of(), List.of());
    }

    private static Object or(@Nullable Object message, String otherwise) {
        return message == null ? otherwise : message;
    }

    @Override
    public Outcome.Detail detail(Map<String, @Nullable Object> args) {
        return Boolean.TRUE.equals(args.get("quiet")) ? Outcome.Detail.ON_REQUEST : Outcome.Detail.ALWAYS;
    }
}
