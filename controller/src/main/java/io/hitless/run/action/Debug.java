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
import io.hitless.value.Tuple;
import io.hitless.value.Undefined;
import io.hitless.value.UndefinedError;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Shows a text or a variable. */
final class Debug implements Action {
    private static final String DEFAULT = "Hello world!";

    private final Language language;

    Debug(Language language) {
        this.language = language;
    }

    // As in Ansible, 'debug: var=ansible_facts' shows facts and sets none.
    @Override
    public boolean givesFacts() {
        return false;
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
            fields.put("msg", message(call));
        }
        return Result.ok(false, fields);
    }

    // None is a valid message. It does not count as absent, which selects the default. Evaluates the message again only
    // where the default is there, since a lookup may do something.
    private static @Nullable Object message(ActionCall call) {
        Object message = call.arg("msg");
        Template written = call.task().arguments().options().get("msg");
        return written != null && DEFAULT.equals(message) && written.resolve(call.scope()) == null ? null : message;
    }

    /**
     * Returns the expression to show: the text of the option, or the value of a template in it. So {@code var: "{{ item
     * }}"} shows the variables that the items name.
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

    // As in Ansible, an undefined variable is shown as such and is no failure; any other error fails the task.
    private @Nullable Object value(TrustedText expression, ActionCall call) {
        Expression parsed = language.expression(expression);
        AtomicInteger errors = new AtomicInteger();
        try {
            return shown(parsed.evaluate(call.scope()), errors);
        } catch (UndefinedError e) {
            return placeholder(e.what(), errors);
        }
    }

    private static @Nullable Object shown(@Nullable Object value, AtomicInteger errors) {
        return switch (value) {
            case Undefined missing -> placeholder(missing.error().what(), errors);
            case Map<?, ?> map -> {
                Map<@Nullable Object, @Nullable Object> out = new LinkedHashMap<>();
                map.forEach((name, each) -> out.put(name, shown(each, errors)));
                yield out;
            }
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>();
                list.forEach(each -> out.add(shown(each, errors)));
                yield value instanceof Tuple ? value : out;
            }
            case null, default -> value;
        };
    }

    private static String placeholder(String what, AtomicInteger errors) {
        return "<< error " + errors.incrementAndGet() + " - " + what + " >>";
    }

    @Override
    public Outcome.Detail detail(Map<String, @Nullable Object> args) {
        return Outcome.Detail.OWN_FIELDS;
    }
}
