package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.source.Excerpt;
import io.hitless.source.SourceFile;
import io.hitless.template.Expression;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Fails unless all conditions hold. */
final class Assert implements Action {
    @Override
    public Result run(ActionCall call) {
        for (Object condition : call.arg("that") instanceof List<?> list ? list : List.of(call.required("that"))) {
            if (!holds(condition, call)) {
                return failed(condition, call);
            }
        }
        return Result.ok(false, call.flag("quiet") ? Map.of() : Map.of("msg", or(call.text("success_msg"), "All assertions passed")));
    }

    private static boolean holds(@Nullable Object condition, ActionCall call) {
        if (condition instanceof Boolean value) {
            return value;
        }
        SourceFile text = new SourceFile(call.task().span() + ", in 'that'", Values.text(condition));
        return Expression.parse(Excerpt.verbatim(text.whole())).holds(call.scope());
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
