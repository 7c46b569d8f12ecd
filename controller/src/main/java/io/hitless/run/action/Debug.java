package io.hitless.run.action;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.event.ResultFields;
import io.hitless.source.Span;
import io.hitless.source.TrustedText;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.Language;
import io.hitless.template.Template;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Shows a text or a variable. */
final class Debug implements Action {
    private final Language language;

    Debug(Language language) {
        this.language = language;
    }

    @Override
    public Result run(ActionCall call) {
        if (call.arg("verbosity") instanceof Number wanted
                && wanted.longValue() > call.control().verbosity()) {
            return new Result(
                    Result.Status.SKIPPED,
                    false,
                    Map.of(ResultFields.SKIPPED_REASON, "Verbosity threshold not met."),
                    List.of(),
                    List.of());
        }
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        Object shown = call.arg("var");
        if (shown != null) {
            TrustedText expression = expression(shown, call);
            fields.put(expression.text(), value(expression, call));
        } else {
            fields.put("msg", call.args().containsKey("msg") ? call.arg("msg") : "Hello world!");
        }
        return Result.ok(false, fields);
    }

    /**
     * What is written, or what a template leads to: {@code var: "{{ item }}"} shows the variables that the items name.
     */
    private static TrustedText expression(Object shown, ActionCall call) {
        Span place =
                shown instanceof Template written ? written.span() : call.task().span();
        Object value = shown instanceof Template written ? written.resolve(call.scope()) : shown;
        if (value instanceof String) {
            return TrustedText.require(value, place);
        }
        throw new UserError(
                place,
                "'var' of debug is an expression, not " + Values.typeName(value),
                "leave the {{ }} out, or use msg");
    }

    // As Ansible: what is not there is said, not failed on.
    private @Nullable Object value(TrustedText expression, ActionCall call) {
        Expression parsed = language.expression(expression);
        try {
            Object value = parsed.evaluate(call.scope());
            return value instanceof Undefined ? "VARIABLE IS NOT DEFINED!" : value;
        } catch (UnknownValueError e) {
            throw e;
        } catch (UserError _) {
            return "VARIABLE IS NOT DEFINED!";
        }
    }

    @Override
    public Outcome.Detail detail(Map<String, @Nullable Object> args) {
        return Outcome.Detail.OWN_FIELDS;
    }
}
