package io.hitless.vars;

import io.hitless.inventory.InventoryBuilder;
import io.hitless.playbook.load.Templates;
import io.hitless.source.UserError;
import io.hitless.template.Language;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Values;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlNode.Mapping;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An entry of {@code keyed_groups}. It puts a host into groups named after the value of an expression, or after the
 * value's items or keys and values.
 *
 * @param language evaluates the key
 * @param fallback the value that replaces an empty one, or null
 * @param trailing whether the name keeps the separator at its end if the value is empty
 * @param leading whether a name without prefix begins with the separator
 */
record KeyedGroup(
        Language language,
        YamlNode key,
        String prefix,
        String separator,
        @Nullable Template parent,
        @Nullable String fallback,
        boolean trailing,
        boolean leading) {
    private static final Pattern UNSAFE = Pattern.compile("^[\\d\\W]|\\W", Pattern.UNICODE_CHARACTER_CLASS);

    /** Returns the name with every character other than letters, digits and underscores replaced. */
    static String safe(String name) {
        return UNSAFE.matcher(name).replaceAll("_");
    }

    /** @throws UserError for an entry without {@code key}, or with options that exclude each other */
    static List<KeyedGroup> of(Mapping config, Templates templates) {
        boolean leading = PluginOptions.flag(config, "leading_separator", true);
        List<KeyedGroup> groups = new ArrayList<>();
        YamlNode written = config.get("keyed_groups");
        for (YamlNode entry : written instanceof YamlNode.Sequence list ? list.items() : List.<YamlNode>of()) {
            YamlNode key = entry instanceof Mapping mapping ? mapping.get("key") : null;
            if (!(entry instanceof Mapping its) || key == null) {
                throw new UserError(entry.span(), "an entry of 'keyed_groups' is a mapping with 'key'");
            }
            groups.add(of(its, key, leading, templates));
        }
        return groups;
    }

    private static KeyedGroup of(Mapping entry, YamlNode key, boolean leading, Templates templates) {
        YamlNode fallback = entry.get("default_value");
        YamlNode trailing = entry.get("trailing_separator");
        if (fallback != null && trailing != null) {
            throw new UserError(trailing.span(), "'trailing_separator' does not go together with 'default_value'");
        }
        YamlNode parent = entry.get("parent_group");
        return new KeyedGroup(
                templates.language(),
                key,
                text(entry, "prefix", ""),
                text(entry, "separator", "_"),
                parent == null ? null : templates.of(parent),
                fallback == null ? null : Values.text(fallback.plain()),
                PluginOptions.flag(entry, "trailing_separator", true),
                leading);
    }

    private static String text(Mapping entry, String key, String usually) {
        YamlNode node = entry.get(key);
        return node == null ? usually : Values.text(node.plain());
    }

    void put(String host, Scope scope, boolean strict, InventoryBuilder inventory, Path file) {
        @Nullable Object value;
        String above;
        try {
            value = PluginOptions.evaluate(key, language, scope);
        } catch (UserError e) {
            PluginOptions.refuse(e, strict, "cannot name a group of host '" + host + "'");
            return;
        }
        boolean empty = value == null || Values.text(value).isEmpty();
        if (empty && fallback == null) {
            if (strict) {
                throw new UserError(key.span(), "the key of a group is empty for host '" + host + "'");
            }
            return;
        }
        List<String> names = empty ? List.of(String.valueOf(fallback)) : names(value);
        try {
            above = parent == null ? null : safe(Values.text(parent.resolve(scope)));
        } catch (UserError e) {
            PluginOptions.refuse(e, strict, "cannot name the parent of a group of host '" + host + "'");
            return;
        }
        for (String name : names) {
            boolean bare = prefix.isEmpty() && !leading;
            String group = safe(bare ? name : prefix + separator + name);
            inventory.host(group, host, file);
            if (above != null) {
                inventory.child(above, group, null);
            }
        }
    }

    private List<String> names(@Nullable Object value) {
        List<String> names = new ArrayList<>();
        switch (value) {
            case String text -> names.add(text);
            case Map<?, ?> map ->
                map.forEach((key, its) -> names.add(keyWith(Values.text(key), its == null ? "" : Values.text(its))));
            case List<?> list ->
                list.forEach(item ->
                        names.add(fallback != null && Values.text(item).isEmpty() ? fallback : Values.text(item)));
            case null, default ->
                throw new UserError(
                        key.span(), "the key of a group is a text, a list or a mapping, not " + Values.text(value));
        }
        return names;
    }

    private String keyWith(String name, String value) {
        if (!value.isEmpty()) {
            return name + separator + value;
        }
        return fallback != null ? name + separator + fallback : trailing ? name + separator : name;
    }
}
