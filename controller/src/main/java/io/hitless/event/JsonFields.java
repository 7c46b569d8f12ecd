package io.hitless.event;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads the fields of a report that was stored as JSON. A missing field is an {@link IllegalArgumentException}. */
final class JsonFields {
    private JsonFields() {}

    /** @throws IllegalArgumentException if the report has another version than {@code version} */
    static void expectVersion(Map<?, ?> json, int version, String report) {
        if (!(json.get("v") instanceof Number v) || v.intValue() != version) {
            throw new IllegalArgumentException(
                    "a " + report + " of version " + json.get("v") + ", and " + version + " is known");
        }
    }

    static String text(Map<?, ?> json, String name) {
        String text = optional(json, name);
        if (text == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
        return text;
    }

    static @Nullable String optional(Map<?, ?> json, String name) {
        return json.get(name) instanceof String text ? text : null;
    }

    static Instant time(Map<?, ?> json, String name) {
        return Instant.parse(text(json, name));
    }

    static boolean flag(Map<?, ?> json, String name) {
        return Boolean.TRUE.equals(json.get(name));
    }

    static List<String> texts(Map<?, ?> json, String name) {
        return texts(json.get(name));
    }

    /** Returns the elements as texts; an empty list if the value is not a list. */
    static List<String> texts(@Nullable Object value) {
        return value instanceof List<?> list
                ? list.stream().map(String::valueOf).toList()
                : List.of();
    }

    static List<? extends Map<?, ?>> maps(Map<?, ?> json, String name) {
        return json.get(name) instanceof List<?> list
                ? list.stream().map(JsonFields::map).toList()
                : List.of();
    }

    static Map<?, ?> map(@Nullable Object value) {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw new IllegalArgumentException("a mapping is missing");
    }

    static List<Outcome.Diff> diffs(Map<?, ?> json) {
        return maps(json, "diffs").stream()
                .map(diff -> new Outcome.Diff(text(diff, "label"), text(diff, "before"), text(diff, "after")))
                .toList();
    }

    /** Adds the diffs, if there are any. */
    static void putDiffs(List<Outcome.Diff> diffs, Map<String, Object> out) {
        if (!diffs.isEmpty()) {
            out.put("diffs", diffs.stream().map(JsonFields::diff).toList());
        }
    }

    private static Map<String, Object> diff(Outcome.Diff diff) {
        Map<String, Object> out = new LinkedHashMap<>();
        out.put("label", diff.label());
        out.put("before", diff.before());
        out.put("after", diff.after());
        return out;
    }
}
