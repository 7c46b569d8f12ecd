package io.hitless.template.collections;

import io.burt.jmespath.JmesPathException;
import io.burt.jmespath.jcf.JcfRuntime;
import io.hitless.source.Reason;
import io.hitless.source.UserError;
import io.hitless.value.Undefined;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** JMESPath queries on plain values. */
final class JsonQuery {
    private static final JcfRuntime RUNTIME = new JcfRuntime();
    private static final Pattern TOKEN =
            Pattern.compile("'(?:[^'\\\\]|\\\\.)*'|\"(?:[^\"\\\\]|\\\\.)*\"|`((?:[^`\\\\]|\\\\.)*)`");
    private static final Pattern JSON = Pattern.compile(
            "true|false|null|-?\\d+(?:\\.\\d+)?(?:[eE][-+]?\\d+)?|\".*\"|\\[.*]|\\{.*}", Pattern.DOTALL);

    private JsonQuery() {}

    static @Nullable Object search(@Nullable Object value, String query) {
        try {
            return plain(RUNTIME.compile(quoted(query)).search(defined(value)), !holdsReal(value));
        } catch (JmesPathException e) {
            String problem = Reason.of(e).lines().findFirst().orElse("unreadable");
            throw new UserError("the query " + Values.repr(query) + " fails: " + problem);
        }
    }

    /** Quotes literals that are not JSON: as in Python's JMESPath, they are texts, as in {@code [?name==`ann`]}. */
    private static String quoted(String query) {
        return TOKEN.matcher(query).replaceAll(token -> {
            String literal = token.group(1);
            boolean bare = literal != null && !JSON.matcher(literal.strip()).matches();
            return Matcher.quoteReplacement(
                    bare ? "`\"" + literal.stripLeading().replace("\"", "\\\"") + "\"`" : token.group());
        });
    }

    private static @Nullable Object defined(@Nullable Object value) {
        return switch (value) {
            case Undefined missing -> throw missing.error();
            case List<?> list -> {
                list.forEach(JsonQuery::defined);
                yield list;
            }
            case Map<?, ?> map -> {
                map.values().forEach(JsonQuery::defined);
                yield map;
            }
            case null -> null;
            case String _, Boolean _, Number _ -> value;
            default -> throw new UserError("a query is asked of data, not of '" + Values.typeName(value) + "'");
        };
    }

    private static boolean holdsReal(@Nullable Object value) {
        return switch (value) {
            case Double _ -> true;
            case List<?> list -> list.stream().anyMatch(JsonQuery::holdsReal);
            case Map<?, ?> map -> map.values().stream().anyMatch(JsonQuery::holdsReal);
            case null, default -> false;
        };
    }

    /**
     * Converts results to plain values. The library computes with floats, so integral results become integers again if
     * the input contains no float.
     */
    private static @Nullable Object plain(@Nullable Object value, boolean whole) {
        return switch (value) {
            case Integer number -> number.longValue();
            case Double number when whole && number == Math.rint(number) -> number.longValue();
            case List<?> list -> {
                List<@Nullable Object> plain = new ArrayList<>(list.size());
                list.forEach(item -> plain.add(plain(item, whole)));
                yield plain;
            }
            case Map<?, ?> map -> {
                Map<Object, @Nullable Object> plain = new LinkedHashMap<>();
                map.forEach((key, item) -> plain.put(key, plain(item, whole)));
                yield plain;
            }
            case null, default -> value;
        };
    }
}
