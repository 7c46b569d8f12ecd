package io.hitless.vars;

import io.hitless.playbook.load.Templates;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Variables from one place. Each is compiled to a template when it is first read. All hosts that have these variables
 * share this object.
 */
final class VariableSource {
    private final Map<String, YamlNode> nodes;
    private final Templates templates;
    private final Map<String, Template> known = new ConcurrentHashMap<>();

    VariableSource(Map<String, YamlNode> nodes, Templates templates) {
        this.nodes = nodes;
        this.templates = templates;
    }

    @Nullable
    Template get(String name) {
        YamlNode node = nodes.get(name);
        return node == null ? null : known.computeIfAbsent(name, _ -> templates.of(node));
    }

    Set<String> names() {
        return nodes.keySet();
    }
}
