package io.hitless.template.filters;

import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.value.BooleanWords;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Filters between forms of data, and those about whether there is any. */
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
                .add("from_json", (v, _) -> DataText.fromJson(Values.text(v)))
                .add("to_yaml", (v, a) -> YamlText.write(v, a, 2, false), YamlText.PARAMETERS)
                .add("to_nice_yaml", (v, a) -> YamlText.write(v, a, 4, true), YamlText.PARAMETERS)
                .add("from_yaml", (v, _) -> v instanceof String s ? DataText.fromYaml(s) : v)
                .add("from_yaml_all", (v, _) -> DataText.allFromYaml(Values.text(v)))
                .add(
                        "b64encode",
                        (v, _) -> Base64.getEncoder()
                                .encodeToString(Values.text(v).getBytes(StandardCharsets.UTF_8)),
                        "encoding")
                .add("b64decode", (v, _) -> decoded(Values.text(v)), "encoding")
                .add("urlsplit", (v, a) -> urlSplit(Values.text(v), a.text("query", "")), "query");
    }

    private static @Nullable Object fallback(@Nullable Object value, BoundArguments a) {
        boolean absent = (value instanceof Undefined missing && !missing.lenient())
                || (a.flag("boolean", false) && !Values.truthy(value));
        return !absent ? value : a.has("default_value") ? a.raw("default_value") : "";
    }

    private static @Nullable Object mandatory(@Nullable Object value, BoundArguments a) {
        if (value instanceof Undefined missing) {
            String msg = a.value("msg", null) == null
                    ? "Mandatory variable: " + missing.error().what()
                    : a.text("msg");
            throw new UserError(missing.where(), msg); // as in Ansible an error, and nothing that default could replace
        }
        return value;
    }

    private static @Nullable Object ternary(@Nullable Object value, BoundArguments a) {
        if (value == null && a.has("none_val") && a.value("none_val") != null) {
            return a.value("none_val");
        }
        return Values.truthy(value) ? a.raw("true_val") : a.raw("false_val");
    }

    /** As Ansible's {@code bool}: what is not plainly true is false. */
    static @Nullable Object bool(@Nullable Object value) {
        return switch (value) {
            case Boolean on -> on;
            case Long n -> n == 1;
            case Double d -> d == 1;
            case String s -> BooleanWords.filtered(s);
            case null, default -> false;
        };
    }

    private static String htmlSafe(String json) {
        return json.replace("<", "\\u003c")
                .replace(">", "\\u003e")
                .replace("&", "\\u0026")
                .replace("'", "\\u0027");
    }

    private static String decoded(String text) {
        try {
            return new String(Base64.getMimeDecoder().decode(text), StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new UserError("not base64: " + Reason.of(e));
        }
    }

    private static @Nullable Object urlSplit(String url, String wanted) {
        Map<String, @Nullable Object> parts = new LinkedHashMap<>();
        try {
            URI uri = new URI(url);
            String authority = uri.getRawAuthority() == null ? "" : uri.getRawAuthority();
            String user = uri.getUserInfo();
            parts.put("fragment", text(uri.getRawFragment()));
            parts.put("hostname", uri.getHost() == null ? null : uri.getHost().toLowerCase(Locale.ROOT));
            parts.put("netloc", authority);
            parts.put("password", user != null && user.contains(":") ? user.substring(user.indexOf(':') + 1) : null);
            parts.put("path", text(uri.getRawPath()));
            parts.put("port", uri.getPort() < 0 ? null : (long) uri.getPort());
            parts.put("query", text(uri.getRawQuery()));
            parts.put("scheme", text(uri.getScheme()));
            parts.put(
                    "username", user == null ? null : user.contains(":") ? user.substring(0, user.indexOf(':')) : user);
        } catch (URISyntaxException e) {
            throw new UserError("not a URL: " + Reason.of(e));
        }
        if (wanted.isEmpty()) {
            return parts;
        }
        if (!parts.containsKey(wanted)) {
            throw new UserError(
                    null,
                    "a URL has no part '" + wanted + "'",
                    io.hitless.source.Suggestion.didYouMean(wanted, parts.keySet()));
        }
        return parts.get(wanted);
    }

    private static String text(@Nullable String part) {
        return part == null ? "" : part;
    }
}
