package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.Coercions;
import io.hitless.value.BooleanWords;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Filters that convert between formats, and filters that handle missing values. */
public final class DataFilters {

    private DataFilters() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .addLenient("default", DataFilters::fallback, "default_value", "boolean")
                .alias("d", "default")
                .addLenient("mandatory", DataFilters::mandatory, "msg")
                .addLenient("type_debug", (v, _) -> Values.typeName(v))
                .add("ternary", DataFilters::ternary, "true_val", "false_val", "none_val")
                .add("bool", (v, _) -> bool(v))
                .add("to_json", (v, a) -> new JsonText(a, -1, false).write(v), JsonText.PARAMETERS)
                .add("to_nice_json", (v, a) -> new JsonText(a, 4, true).write(v), JsonText.PARAMETERS)
                .add("tojson", (v, a) -> htmlSafe(new JsonText(a, -1, true).write(v)), JsonText.PARAMETERS)
                .add("from_json", (v, _) -> DataText.fromJson(json(v)))
                .add("to_yaml", (v, a) -> YamlText.write(v, a, 2, false), YamlText.parameters(false))
                .add("to_nice_yaml", (v, a) -> YamlText.write(v, a, 4, true), YamlText.parameters(true))
                .add("from_yaml", (v, _) -> v instanceof String s ? DataText.fromYaml(s) : v)
                .add("from_yaml_all", (v, _) -> allFromYaml(v))
                .add("b64encode", (v, a) -> Base64Text.encode(v, a), "encoding", "urlsafe")
                .add("b64decode", (v, a) -> Base64Text.decode(Values.text(v), a), "encoding", "urlsafe")
                .add("urlsplit", (v, a) -> UrlParts.of(v, a.flag("query", false) ? a.text("query") : ""), "query");
    }

    // A default replaces a missing value, but not one whose evaluation failed.
    static void failing(@Nullable Object value) {
        if (value instanceof Undefined missing && missing.failure() != null) {
            throw missing.failure();
        }
    }

    private static @Nullable Object fallback(@Nullable Object value, BoundArguments a) {
        failing(value);
        boolean absent = (value instanceof Undefined missing && !missing.lenient())
                || (a.flag("boolean", false) && !Values.truthy(value));
        return !absent ? value : a.has("default_value") ? a.raw("default_value") : "";
    }

    private static @Nullable Object mandatory(@Nullable Object value, BoundArguments a) {
        failing(value);
        if (value instanceof Undefined missing) {
            String msg = a.value("msg", null) == null
                    ? "Mandatory variable: " + missing.error().what()
                    : a.text("msg");
            throw new UserError(missing.where(), msg); // as in Ansible an error, which default() can't replace
        }
        return value;
    }

    private static @Nullable Object ternary(@Nullable Object value, BoundArguments a) {
        a.raw("true_val");
        a.raw("false_val"); // both are needed, whichever is returned
        if (value == null && a.has("none_val") && a.value("none_val") != null) {
            return a.value("none_val");
        }
        return Values.truthy(value) ? a.raw("true_val") : a.raw("false_val");
    }

    /** Ansible's {@code bool}: every value that is not clearly true is false. */
    static @Nullable Object bool(@Nullable Object value) {
        return switch (value) {
            case Boolean on -> on;
            case Long n -> n == 1;
            case Double d -> d == 1;
            case String s -> BooleanWords.filtered(s);
            case null, default -> false;
        };
    }

    // As in Ansible, what is no text is returned unchanged.
    private static @Nullable Object allFromYaml(@Nullable Object value) {
        return value == null ? List.of() : value instanceof String text ? DataText.allFromYaml(text) : value;
    }

    private static String json(@Nullable Object value) {
        if (value instanceof String text) {
            return text;
        }
        throw new UserError("a text of JSON is wanted, not " + Coercions.article(value));
    }

    private static String htmlSafe(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("'", "\\u0027");
    }
}
