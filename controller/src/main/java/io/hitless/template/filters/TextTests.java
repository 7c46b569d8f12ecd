package io.hitless.template.filters;

import io.hitless.source.UserError;
import io.hitless.template.eval.BoundArguments;
import io.hitless.template.eval.Builtin;
import io.hitless.template.format.MatchPlace;
import io.hitless.template.format.PythonRegex;
import io.hitless.value.Values;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Tests for texts: by regular expression, as versions, as URLs. */
public final class TextTests {
    private TextTests() {}

    public static Builtin.Table table() {
        return new Builtin.Table()
                .add("match", (v, a) -> matches(v, a, MatchPlace.AT_START), "pattern", "ignorecase", "multiline")
                .add("search", (v, a) -> matches(v, a, MatchPlace.ANYWHERE), "pattern", "ignorecase", "multiline")
                .add("regex", (v, a) -> regex(v, a), "pattern", "ignorecase", "multiline", "match_type")
                .add(
                        "version",
                        (v, a) -> version(Values.truthy(v) ? Values.text(v) : "", a),
                        "version",
                        "operator",
                        "strict",
                        "version_type")
                .alias("version_compare", "version")
                .add("url", (v, a) -> isUri(v, a.value("schemes", null)) && hasHost(v), "schemes")
                .add("uri", (v, a) -> isUri(v, a.value("schemes", null)), "schemes")
                .add("urn", (v, _) -> isUri(v, List.of("urn")));
    }

    private static boolean matches(@Nullable Object value, BoundArguments a, MatchPlace how) {
        PythonRegex regex =
                PythonRegex.compile(a.string("pattern", ""), a.flag("ignorecase", false), a.flag("multiline", false));
        return regex.first(Values.text(value), how) != null;
    }

    private static boolean regex(@Nullable Object value, BoundArguments a) {
        return switch (a.text("match_type", "search")) {
            case "search" -> matches(value, a, MatchPlace.ANYWHERE);
            case "match" -> matches(value, a, MatchPlace.AT_START);
            case "fullmatch" -> matches(value, a, MatchPlace.WHOLE);
            default -> throw new UserError("match_type is to be search, match or fullmatch");
        };
    }

    // As in Ansible, any text is a URI, unless the schemes are given.
    private static boolean isUri(@Nullable Object value, @Nullable Object schemes) {
        return value instanceof String url && (!Values.truthy(schemes) || allows(schemes, UrlParts.scheme(url)));
    }

    private static boolean hasHost(@Nullable Object value) {
        String url = Values.text(value);
        String scheme = UrlParts.scheme(url);
        return scheme.equals("file")
                || url.substring(scheme.isEmpty() ? 0 : scheme.length() + 1).matches("(?s)//[^/?#].*");
    }

    // As in Python, a text of schemes has every part of it.
    private static boolean allows(@Nullable Object schemes, String scheme) {
        return switch (schemes) {
            case String text -> text.contains(scheme);
            case List<?> several -> several.contains(scheme);
            case null, default -> !Values.truthy(schemes);
        };
    }

    private static boolean version(String version, BoundArguments a) {
        String other = Values.truthy(a.value("version")) ? a.text("version") : "";
        boolean strict = a.value("strict", null) != null && a.flag("strict", false);
        Object type = a.value("version_type", null);
        Versions.Kind kind = strict
                ? Versions.Kind.STRICT
                : type == null ? Versions.Kind.LOOSE : Versions.Kind.of(Values.text(type));
        if (version.isEmpty()) {
            throw new UserError("the input version value cannot be empty");
        }
        if (other.isEmpty()) {
            throw new UserError("the version to compare against cannot be empty");
        }
        if (a.value("strict", null) != null && type != null) {
            throw new UserError("'strict' and 'version_type' exclude each other");
        }
        int order = Versions.compare(kind, version, other);
        String operator = a.value("operator", null) == null ? "eq" : a.text("operator");
        return switch (operator) {
            case "==", "=", "eq" -> order == 0;
            case "!=", "<>", "ne" -> order != 0;
            case "<", "lt" -> order < 0;
            case "<=", "le" -> order <= 0;
            case ">", "gt" -> order > 0;
            case ">=", "ge" -> order >= 0;
            default ->
                throw new UserError(
                        null, "versions can't be compared by '" + operator + "'", "use ==, !=, <, <=, > or >=");
        };
    }
}
