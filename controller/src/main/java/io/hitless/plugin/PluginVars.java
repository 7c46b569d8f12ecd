package io.hitless.plugin;

import io.hitless.source.Span;
import io.hitless.value.TaggedText;
import io.hitless.yaml.PlainNodes;
import io.hitless.yaml.YamlNode;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Converts variables to and from the form that plugins use. */
final class PluginVars {
    private PluginVars() {}

    /** The variables as written: templates are not evaluated. */
    static Map<String, @Nullable Object> plain(Map<String, YamlNode> vars) {
        Map<String, @Nullable Object> plain = new LinkedHashMap<>();
        vars.forEach((name, value) -> plain.put(name, PluginValues.plain(value.plain())));
        return plain;
    }

    /** The variables that a plugin returned. None is a template. */
    static Map<String, YamlNode> nodes(String plugin, @Nullable Object vars) {
        Span place = Span.at(plugin, 1, 1);
        Map<String, YamlNode> nodes = new LinkedHashMap<>();
        mapping(vars)
                .forEach((name, value) ->
                        nodes.put(String.valueOf(name), PlainNodes.of(value, place, TaggedText.UNSAFE)));
        return nodes;
    }

    static Map<?, ?> mapping(@Nullable Object value) {
        return value instanceof Map<?, ?> map ? map : Map.of();
    }

    static List<String> names(@Nullable Object value) {
        return value instanceof List<?> items
                ? items.stream().map(String::valueOf).toList()
                : List.of();
    }
}
