package io.hitless.run.task;

import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import io.hitless.vars.Omit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code environment} of a task: that of its play, its blocks and its own, laid over each other. */
final class CallEnvironment {
    private CallEnvironment() {}

    /**
     * @param written the outermost first
     * @throws UserError if one is neither a mapping nor a list of them
     */
    static Map<String, String> of(List<Template> written, Scope scope) {
        Map<String, String> out = new LinkedHashMap<>();
        for (Template one : written) {
            merge(out, one.resolve(scope), one);
        }
        return out;
    }

    private static void merge(Map<String, String> out, @Nullable Object value, Template written) {
        switch (value) {
            case Map<?, ?> map ->
                map.forEach((name, text) -> {
                    if (!Omit.is(text)) {
                        out.put(Values.text(name), Values.text(text));
                    }
                });
            case List<?> list -> list.forEach(item -> merge(out, item, written));
            case Undefined missing -> throw new UserError(written.span(), String.valueOf(missing.what()));
            case String text when Omit.is(text) -> {}
            case null -> {}
            default ->
                throw new UserError(
                        written.span(),
                        "'environment' is neither a mapping nor a list of them: " + Values.typeName(value));
        }
    }
}
