package io.hitless.inventory;

import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlNode.Entry;
import io.hitless.yaml.YamlNode.Mapping;
import io.hitless.yaml.YamlNode.Scalar;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Reads an inventory in YAML: groups with {@code hosts}, {@code children} and {@code vars}. Continues after an error,
 * so that all errors are reported at once.
 */
final class YamlSource {
    private static final List<String> SECTIONS = List.of("hosts", "children", "vars");

    private final InventoryBuilder draft;
    private final @Nullable Path path;

    YamlSource(InventoryBuilder draft, @Nullable Path path) {
        this.draft = draft;
        this.path = path;
    }

    void read(@Nullable YamlNode root) {
        if (root == null) {
            return;
        }
        if (!(root instanceof Mapping groups)) {
            throw new UserError(
                    root.span(), "an inventory is a mapping of groups", "begin with 'all:' and put 'hosts:' below it");
        }
        groups.entries().forEach(this::topGroup);
    }

    private void topGroup(Entry entry) {
        if (SECTIONS.contains(entry.name())) {
            draft.group(entry.name());
            wrong(
                    entry.key().span(),
                    "'" + entry.name() + "' outside of a group",
                    "put it below a group, such as 'all:'");
        } else {
            group(entry);
        }
    }

    private void group(Entry entry) {
        String group = entry.name();
        draft.group(group);
        if (isNothing(entry.value())) {
            return;
        }
        if (!(entry.value() instanceof Mapping body)) {
            wrong(
                    entry.value().span(),
                    "group '" + group + "' is " + kind(entry.value()),
                    "a group is a mapping with hosts, children and vars");
            return;
        }
        for (Entry section : body.entries()) {
            switch (section.name()) {
                case "hosts" -> hosts(group, section.value());
                case "children" -> children(group, section.value());
                case "vars" -> vars(group, section.value());
                default -> unknown(section.key(), group);
            }
        }
    }

    private void unknown(Scalar key, String group) {
        String name = key.text().text();
        String near = Suggestion.didYouMean(name, SECTIONS);
        String hint = "a group has hosts, children and vars; a variable goes below vars, a group below children";
        wrong(key.span(), "unknown key '" + name + "' in group '" + group + "'", near != null ? near : hint);
    }

    // Ansible accepts a single name as text instead of the mapping, but refuses a list.
    private void hosts(String group, YamlNode hosts) {
        switch (hosts) {
            case Scalar name when name.value() instanceof String -> draft.hosts(group, name.text(), path);
            case Scalar nothing when nothing.value() == null -> {}
            case Mapping mapping -> mapping.entries().forEach(entry -> host(group, entry));
            default ->
                wrong(
                        hosts.span(),
                        "the hosts of group '" + group + "' are " + kind(hosts),
                        "hosts are keys of a mapping: 'web1:' in a line of its own, without a dash");
        }
    }

    private void host(String group, Entry entry) {
        if (!(entry.key().value() instanceof String)) {
            wrong(entry.key().span(), "a host's name that is " + kind(entry.key()), "put it into quotes");
        } else if (entry.value() instanceof Mapping vars) {
            List<String> names = draft.hosts(group, entry.key().text(), path);
            names.forEach(name -> vars.entries().forEach(v -> draft.hostVar(name, v.name(), v.value())));
        } else if (isNothing(entry.value())) {
            draft.hosts(group, entry.key().text(), path);
        } else {
            wrong(
                    entry.value().span(),
                    "host '" + entry.name() + "' has " + kind(entry.value()) + " where its variables belong",
                    "the variables of a host are a mapping below its name, such as 'ansible_host: 192.0.2.1'");
        }
    }

    private void children(String group, YamlNode children) {
        switch (children) {
            case Scalar name
            when name.value() instanceof String ->
                draft.child(group, name.text().text(), name.span());
            case Scalar nothing when nothing.value() == null -> {}
            case Mapping mapping ->
                mapping.entries().forEach(entry -> {
                    draft.child(group, entry.name(), entry.key().span());
                    group(entry);
                });
            default ->
                wrong(
                        children.span(),
                        "the children of group '" + group + "' are " + kind(children),
                        "child groups are keys of a mapping: 'web:' in a line of its own, without a dash");
        }
    }

    private void vars(String group, YamlNode vars) {
        if (vars instanceof Mapping mapping) {
            mapping.entries().forEach(entry -> draft.groupVar(group, entry.name(), entry.value()));
        } else if (!isNothing(vars)) {
            wrong(
                    vars.span(),
                    "the vars of group '" + group + "' are " + kind(vars),
                    "variables are a mapping: 'name: value'");
        }
    }

    private void wrong(Span place, String message, String hint) {
        draft.problems().add(place, message, hint);
    }

    private static boolean isNothing(YamlNode node) {
        return node instanceof Scalar scalar && scalar.value() == null;
    }

    static String kind(YamlNode node) {
        return switch (node) {
            case Mapping _ -> "a mapping";
            case YamlNode.Sequence _ -> "a list";
            case Scalar scalar ->
                switch (scalar.value()) {
                    case null -> "nothing";
                    case Boolean _ -> "a boolean";
                    case Number _ -> "a number";
                    case Object other -> "the text '" + Objects.toString(other) + "'";
                };
        };
    }
}
