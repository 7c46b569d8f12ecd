package io.hitless.yaml;

import io.hitless.source.MappedText;
import io.hitless.source.Span;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts computed values to the nodes of a document. */
public final class PlainNodes {
    private PlainNodes() {}

    /**
     * @param value null, Boolean, Number, String, List or Map
     * @param place where the value comes from
     * @param tag of its texts; {@code !unsafe} if they are not templates
     */
    public static YamlNode of(@Nullable Object value, Span place, @Nullable String tag) {
        return switch (value) {
            case Map<?, ?> map -> {
                List<YamlNode.Entry> entries = new ArrayList<>();
                map.forEach((key, its) ->
                        entries.add(new YamlNode.Entry(scalar(String.valueOf(key), place, null), of(its, place, tag))));
                yield new YamlNode.Mapping(entries, place);
            }
            case Iterable<?> items -> {
                List<YamlNode> nodes = new ArrayList<>();
                items.forEach(item -> nodes.add(of(item, place, tag)));
                yield new YamlNode.Sequence(nodes, place);
            }
            case String text -> scalar(text, place, tag);
            case null, default -> scalar(value, place, null);
        };
    }

    private static YamlNode.Scalar scalar(@Nullable Object value, Span place, @Nullable String tag) {
        return new YamlNode.Scalar(value, MappedText.opaque(place, value == null ? "" : String.valueOf(value)), tag);
    }
}
