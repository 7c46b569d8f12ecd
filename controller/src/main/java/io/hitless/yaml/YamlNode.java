package io.hitless.yaml;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A YAML document as it was written. Every node has its position. The reader has handled duplicate keys, anchors,
 * merges and tags.
 */
public sealed interface YamlNode {
    Span span();

    /**
     * The node as a plain Java value, with Ansible's YAML 1.1 types: null, Boolean, Long, Double, String, List, Map.
     */
    @Nullable
    Object plain();

    /**
     * A scalar.
     *
     * @param value null, Boolean, Long, Double or String (dates stay text, as written)
     * @param text the text before its type was resolved, with the position of each character
     * @param tag an application tag such as {@code !vault} or {@code !unsafe}, or null
     */
    record Scalar(
            @Nullable Object value,
            MappedText text,
            @Nullable String tag) implements YamlNode {
        @Override
        public Span span() {
            return text.span();
        }

        @Override
        public @Nullable Object plain() {
            return value;
        }
    }

    /** A sequence. */
    record Sequence(List<YamlNode> items, Span span) implements YamlNode {
        public Sequence {
            items = List.copyOf(items);
        }

        @Override
        public List<@Nullable Object> plain() {
            List<@Nullable Object> plain = new ArrayList<>(items.size());
            items.forEach(item -> plain.add(item.plain()));
            return plain;
        }
    }

    /** A mapping in the order in which it was written. Keys that are not text are kept as they were written. */
    record Mapping(List<Entry> entries, Span span) implements YamlNode {
        public Mapping {
            entries = List.copyOf(entries);
        }

        /** The value of a key, or null. */
        public @Nullable YamlNode get(String key) {
            for (Entry entry : entries) {
                if (entry.name().equals(key)) {
                    return entry.value();
                }
            }
            return null;
        }

        @Override
        public Map<String, @Nullable Object> plain() {
            Map<String, @Nullable Object> plain = new LinkedHashMap<>();
            entries.forEach(entry -> plain.put(entry.name(), entry.value().plain()));
            return plain;
        }
    }

    /** A key with its value. */
    record Entry(Scalar key, YamlNode value) {
        public String name() {
            return key.text().text();
        }
    }
}
