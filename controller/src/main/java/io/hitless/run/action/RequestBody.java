package io.hitless.run.action;

import io.hitless.source.UserError;
import io.hitless.template.filters.JsonText;
import io.hitless.value.Values;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The text of a request's body, as Ansible's {@code uri} writes it. */
final class RequestBody {
    private RequestBody() {}

    /** @throws UserError if a form is neither a text nor pairs of names and values */
    static String of(String format, Object body) {
        return switch (body) {
            case String text -> text;
            case Object value when format.equals("form-urlencoded") -> form(value);
            case Object value -> JsonText.oneLine(value);
        };
    }

    private static String form(Object value) {
        List<String> pairs = new ArrayList<>();
        switch (value) {
            case Map<?, ?> map -> map.forEach((name, values) -> add(pairs, name, values));
            case List<?> list -> list.forEach(item -> pair(pairs, item));
            default -> pairs.add(Values.text(value));
        }
        return String.join("&", pairs);
    }

    private static void pair(List<String> pairs, @Nullable Object item) {
        switch (item) {
            case List<?> pair when pair.size() == 2 -> add(pairs, pair.getFirst(), pair.getLast());
            case null, default ->
                throw new UserError(
                        null,
                        "failed to parse body as form_urlencoded: no pair of a name and a value: " + Values.repr(item));
        }
    }

    private static void add(List<String> pairs, @Nullable Object name, @Nullable Object values) {
        List<?> all = values instanceof Map<?, ?> map
                ? List.copyOf(map.keySet())
                : values instanceof List<?> list ? list : Collections.singletonList(values);
        for (Object value : all) {
            if (value != null) {
                pairs.add(encoded(Values.text(name)) + "=" + encoded(Values.text(value)));
            }
        }
    }

    // Python's quote_plus: letters, digits and _.-~ stay.
    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8)
                .replace("*", "%2A")
                .replace("%7E", "~");
    }
}
