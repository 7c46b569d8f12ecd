package io.hitless.inventory;

import io.hitless.value.HashMerge;
import io.hitless.value.TaggedText;
import io.hitless.yaml.YamlNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The merged variables of hosts and groups as plain values. Equal values from the same place are one object, as in
 * Ansible, so that YAML output refers to them by an alias.
 */
public final class PlainVars {
    private final HostLayers layers;
    private final Map<String, ? extends @Nullable Object> extra;
    private final Set<String> tags;
    private final boolean merges;
    private final Map<String, @Nullable Object> ofGroups = new HashMap<>();
    private final IdentityHashMap<YamlNode, @Nullable Object> inFiles = new IdentityHashMap<>();

    /**
     * @param extra variables of the command line, which have the highest precedence
     * @param tags texts with these tags keep them, as {@link TaggedText}
     * @param merges whether mappings are merged key by key
     */
    public PlainVars(
            HostLayers layers, Map<String, ? extends @Nullable Object> extra, Set<String> tags, boolean merges) {
        this.layers = layers;
        this.extra = extra;
        this.tags = tags;
        this.merges = merges;
    }

    /** Returns the variables of a host, including those of its groups and of the command line. */
    Map<String, @Nullable Object> merged(Host host) {
        Map<String, @Nullable Object> vars = plain(layers.of(host));
        extra.forEach((name, value) -> put(vars, name, value));
        return vars;
    }

    /** Returns the variables of a host without those of its groups. */
    Map<String, @Nullable Object> own(Host host) {
        return plain(layers.ownOf(host));
    }

    /** Returns the variables of a group without those of its parents. */
    Map<String, @Nullable Object> own(Group group) {
        Map<String, @Nullable Object> own = plain(layers.ownOf(group));
        if (group.priority() != 1) {
            own.put("ansible_group_priority", (long) group.priority());
        }
        return own;
    }

    private Map<String, @Nullable Object> plain(List<VarsLayer> from) {
        Map<String, @Nullable Object> out = new LinkedHashMap<>();
        from.forEach(layer -> layer.vars().forEach((name, node) -> put(out, name, plain(layer, name, node))));
        return out;
    }

    private void put(Map<String, @Nullable Object> vars, String name, @Nullable Object value) {
        vars.put(name, merges ? HashMerge.merged(vars.get(name), value) : value);
    }

    private @Nullable Object plain(VarsLayer layer, String name, YamlNode node) {
        return switch (layer.kind()) {
            case HOST_IN_INVENTORY -> plain(node, new IdentityHashMap<>(), false);
            case ALL_IN_INVENTORY, GROUP_IN_INVENTORY -> {
                String key = layer.source() + "\0" + name;
                if (!ofGroups.containsKey(key)) {
                    ofGroups.put(key, plain(node, new IdentityHashMap<>(), false));
                }
                yield ofGroups.get(key);
            }
            default -> plain(node, inFiles, true);
        };
    }

    /** @param shared whether an alias in a file becomes the same object as its anchor */
    private @Nullable Object plain(YamlNode node, IdentityHashMap<YamlNode, @Nullable Object> known, boolean shared) {
        if (shared && known.containsKey(node)) {
            return known.get(node);
        }
        Object plain = switch (node) {
            case YamlNode.Scalar scalar -> scalar(scalar);
            case YamlNode.Sequence sequence -> {
                List<@Nullable Object> items = new ArrayList<>();
                sequence.items().forEach(item -> items.add(plain(item, known, shared)));
                yield items;
            }
            case YamlNode.Mapping mapping -> {
                Map<String, @Nullable Object> entries = new LinkedHashMap<>();
                mapping.entries().forEach(entry -> entries.put(entry.name(), plain(entry.value(), known, shared)));
                yield entries;
            }
        };
        known.put(node, plain);
        return plain;
    }

    private @Nullable Object scalar(YamlNode.Scalar scalar) {
        String tag = scalar.tag();
        return tag != null && tags.contains(tag) ? new TaggedText(tag, String.valueOf(scalar.value())) : scalar.value();
    }
}
