package io.hitless.inventory;

import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.yaml.TomlReader;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlNode.Entry;
import io.hitless.yaml.YamlNode.Mapping;
import io.hitless.yaml.YamlNode.Scalar;
import java.nio.file.Path;
import java.util.List;

/**
 * Reads an inventory in TOML: a table for each group, with {@code hosts}, {@code vars} and a list of {@code children}.
 */
final class TomlSource {
    private final InventoryBuilder draft;
    private final Path path;

    TomlSource(InventoryBuilder draft, Path path) {
        this.draft = draft;
        this.path = path;
    }

    void read(SourceFile file) {
        Mapping groups = TomlReader.read(file);
        if (groups.get("plugin") != null) {
            throw new UserError(groups.span(), "plugins are configured in YAML, not in TOML");
        }
        groups.entries().forEach(this::group);
    }

    private void group(Entry entry) {
        String group = entry.name();
        draft.group(group);
        for (Entry section : mapping(entry.value(), "group '" + group + "'").entries()) {
            switch (section.name()) {
                case "vars" ->
                    mapping(section.value(), "the vars of group '" + group + "'")
                            .entries()
                            .forEach(v -> draft.groupVar(group, v.name(), v.value()));
                case "children" -> children(group, section.value());
                case "hosts" ->
                    mapping(section.value(), "the hosts of group '" + group + "'")
                            .entries()
                            .forEach(host -> host(group, host));
                default ->
                    draft.problems()
                            .add(
                                    section.key().span(),
                                    "unknown key '" + section.name() + "' in group '" + group + "'",
                                    "a group has hosts, children and vars");
            }
        }
    }

    private void children(String group, YamlNode children) {
        List<YamlNode> names = children instanceof YamlNode.Sequence list ? list.items() : List.of(children);
        for (YamlNode name : names) {
            if (!(name instanceof Scalar text)) {
                throw new UserError(children.span(), "the children of group '" + group + "' must be a list of names");
            }
            draft.child(group, text.text().text(), children.span());
        }
    }

    private void host(String group, Entry host) {
        Mapping vars = mapping(host.value(), "the variables of host '" + host.name() + "'");
        draft.hosts(group, host.key().text(), path)
                .forEach(name -> vars.entries().forEach(v -> draft.hostVar(name, v.name(), v.value())));
    }

    private static Mapping mapping(YamlNode node, String what) {
        if (node instanceof Mapping mapping) {
            return mapping;
        }
        throw new UserError(node.span(), what + " must be a table, not " + YamlSource.kind(node));
    }
}
