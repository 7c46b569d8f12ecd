package io.hitless.yaml;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Nodes without their places. */
final class PlainValues {
    private PlainValues() {}

    static List<@Nullable Object> list(YamlNode.Sequence sequence) {
        List<@Nullable Object> out = new ArrayList<>(sequence.items().size());
        sequence.items().forEach(item -> out.add(item.plain()));
        return out;
    }

    static Map<String, @Nullable Object> map(YamlNode.Mapping mapping) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        mapping.entries().forEach(entry -> out.put(entry.name(), entry.value().plain()));
        return out;
    }
}
