package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.Values;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Tests for the results of tasks. */
public final class ResultTests {
    private ResultTests() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("failed", (v, _) -> failed(v))
                .alias("failure", "failed")
                .add("succeeded", (v, _) -> !failed(v))
                .alias("success", "succeeded")
                .alias("successful", "succeeded")
                .add("changed", (v, _) -> changed(v))
                .alias("change", "changed")
                .add("skipped", (v, _) -> flag(result(v, "skipped"), "skipped", false))
                .alias("skip", "skipped")
                .add("started", (v, _) -> job(v, "started"))
                .add("finished", (v, _) -> job(v, "finished"))
                .add("timedout", (v, _) -> timedOut(v))
                .add("reachable", (v, _) -> !flag(result(v, "reachable"), "unreachable", false))
                .add("unreachable", (v, _) -> flag(result(v, "unreachable"), "unreachable", false));
    }

    private static Map<?, ?> result(@Nullable Object value, String test) {
        if (value instanceof Map<?, ?> result) {
            return result;
        }
        throw new UserError(
                null,
                "'" + test + "' is asked of a task's result, not of " + Coercions.article(value),
                "register the task's result");
    }

    private static boolean flag(Map<?, ?> result, String name, boolean absent) {
        return result.containsKey(name) ? Values.truthy(result.get(name)) : absent;
    }

    private static boolean failed(@Nullable Object value) {
        return flag(result(value, "failed"), "failed", false);
    }

    // A loop's result is changed if the result of an item is.
    private static boolean changed(@Nullable Object value) {
        Map<?, ?> result = result(value, "changed");
        if (!result.containsKey("changed") && result.get("results") instanceof List<?> results) {
            return results.stream().anyMatch(each -> each instanceof Map<?, ?> item && flag(item, "changed", false));
        }
        return flag(result, "changed", false);
    }

    private static boolean timedOut(@Nullable Object value) {
        Object limit = result(value, "timedout").get("timedout");
        return limit != null && Values.truthy(limit) && flag(result(limit, "timedout"), "period", false);
    }

    private static boolean job(@Nullable Object value, String name) {
        return flag(result(value, name), name, true);
    }
}
