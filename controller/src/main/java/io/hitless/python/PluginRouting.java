package io.hitless.python;

import io.hitless.source.SourceReader;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The names that a collection has moved: its {@code meta/runtime.yml}. */
record PluginRouting(Map<?, ?> byKind) {
    static final PluginRouting NONE = new PluginRouting(Map.of());

    static PluginRouting of(Path file) {
        if (!Files.isRegularFile(file)) {
            return NONE;
        }
        try {
            YamlNode node = YamlReader.read(SourceReader.read(file));
            return node instanceof YamlNode.Mapping mapping
                            && mapping.get("plugin_routing") instanceof YamlNode.Mapping routing
                    ? new PluginRouting(routing.plain())
                    : NONE;
        } catch (UserError _) {
            return NONE; // a broken file in a collection only affects moved names
        }
    }

    /** The new qualified name, or null if the name has not moved. */
    @Nullable
    String moved(String kind, String name) {
        return entry(kind, name).get("redirect") instanceof String to ? to : null;
    }

    /** Why a name was removed, or null if it was not. */
    @Nullable
    String gone(String kind, String name) {
        if (!(entry(kind, name).get("tombstone") instanceof Map<?, ?> stone)) {
            return null;
        }
        return stone.get("warning_text") instanceof String why ? why.strip() : "it was removed";
    }

    private Map<?, ?> entry(String kind, String name) {
        return byKind.get(kind) instanceof Map<?, ?> names && names.get(name) instanceof Map<?, ?> entry
                ? entry
                : Map.of();
    }
}
