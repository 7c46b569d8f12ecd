package io.hitless.report;

import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes the keys of mappings texts, as JSON needs it. Keys of several types can't be sorted otherwise. */
public final class TextKeys {
    private TextKeys() {}

    /** Returns a copy in which the keys of all mappings are texts, in Ansible's form. */
    public static @Nullable Object in(@Nullable Object value) {
        return switch (value) {
            case Map<?, ?> map -> in(map);
            case List<?> list -> {
                List<@Nullable Object> out = new ArrayList<>(list.size());
                list.forEach(item -> out.add(in(item)));
                yield out;
            }
            case null, default -> value;
        };
    }

    /** The same for a mapping. */
    public static Map<String, @Nullable Object> in(Map<?, ?> map) {
        Map<String, @Nullable Object> out = LinkedHashMap.newLinkedHashMap(map.size());
        map.forEach((key, value) -> out.put(text(key), in(value)));
        return out;
    }

    private static String text(@Nullable Object key) {
        return key instanceof Boolean on ? on.toString() : Values.text(key);
    }
}
