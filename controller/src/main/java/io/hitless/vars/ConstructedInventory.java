package io.hitless.vars;

import io.hitless.inventory.Host;
import io.hitless.inventory.Inventory;
import io.hitless.inventory.InventoryBuilder;
import io.hitless.inventory.InventoryPlugin;
import io.hitless.playbook.load.Templates;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.TaggedText;
import io.hitless.yaml.PlainNodes;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlNode.Mapping;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Ansible's inventory plugin {@code constructed}: derives variables and groups from the variables of hosts. It sees the
 * inventory sources before it; variable files and extra variables only if its options ask for them.
 */
public final class ConstructedInventory implements InventoryPlugin {
    private static final Pattern VARIABLE = Pattern.compile("[A-Za-z_]\\w*");

    private static final Path NOWHERE = Path.of("/nonexistent");

    private final Templates templates;
    private final Map<String, Template> extraVars;
    private final VariableRules rules;
    private final Path baseDir;

    /** @param baseDir the directory of the playbook */
    public ConstructedInventory(
            Templates templates, Map<String, Template> extraVars, VariableRules rules, Path baseDir) {
        this.templates = templates;
        this.extraVars = extraVars;
        this.rules = rules;
        this.baseDir = baseDir;
    }

    @Override
    public void read(Mapping config, Path file, InventoryBuilder inventory) {
        boolean strict = PluginOptions.flag(config, "strict", false);
        boolean withFiles = PluginOptions.flag(config, "use_vars_plugins", false);
        boolean withExtra = PluginOptions.flag(config, "use_extra_vars", false);
        Mapping compose = PluginOptions.mapping(config, "compose");
        Mapping groups = PluginOptions.mapping(config, "groups");
        List<KeyedGroup> keyed = KeyedGroup.of(config, templates);
        List<String> names = List.copyOf(inventory.hostNames());
        Function<String, TaskScope> before = scopes(inventory, withFiles, withExtra);
        for (String name : names) {
            TaskScope scope = before.apply(name);
            compose.entries().forEach(entry -> compose(name, entry, scope, strict, inventory));
        }
        Function<String, TaskScope> after = scopes(inventory, withFiles, withExtra); // sees the composed variables, too
        for (String name : names) {
            TaskScope scope = after.apply(name);
            groups.entries().forEach(entry -> group(name, entry, scope, strict, inventory, file));
            keyed.forEach(group -> group.put(name, scope, strict, inventory, file));
        }
    }

    /**
     * Returns the variables of each host in the present inventory. Slow for many hosts, since it copies the inventory.
     */
    private Function<String, TaskScope> scopes(InventoryBuilder inventory, boolean withFiles, boolean withExtra) {
        Inventory snapshot = inventory.snapshot(withFiles);
        Variables variables = new Variables(
                snapshot,
                templates,
                withExtra ? extraVars : Map.of(),
                RunInfo.plain(),
                rules,
                withFiles ? baseDir : NOWHERE);
        return name -> {
            Host host = snapshot.host(name);
            return variables.scope(host == null ? Host.unknown(name) : host);
        };
    }

    private void compose(
            String host, YamlNode.Entry entry, RawScope scope, boolean strict, InventoryBuilder inventory) {
        try {
            Object value = PluginOptions.evaluate(entry.value(), templates.language(), scope);
            String tag = isHandedOn(entry.value(), scope) ? null : TaggedText.UNSAFE;
            inventory.hostVar(
                    host, entry.name(), PlainNodes.of(value, entry.value().span(), tag));
        } catch (UserError e) {
            PluginOptions.refuse(e, strict, "cannot compose '" + entry.name() + "' of host '" + host + "'");
        }
    }

    /**
     * Returns whether the expression is just the name of a variable that is not a template. The value then stays as
     * trusted as it was where it was written.
     */
    private static boolean isHandedOn(YamlNode expression, RawScope scope) {
        String text = PluginOptions.text(expression).text().text();
        return VARIABLE.matcher(text).matches() && scope.raw(text) instanceof Template.Constant;
    }

    private void group(
            String host, YamlNode.Entry entry, Scope scope, boolean strict, InventoryBuilder inventory, Path file) {
        String name = KeyedGroup.safe(entry.name());
        try {
            if (holds(entry.value(), scope)) {
                inventory.host(name, host, file);
            }
        } catch (UserError e) {
            PluginOptions.refuse(e, strict, "cannot decide whether host '" + host + "' is in group '" + name + "'");
        }
    }

    private boolean holds(YamlNode condition, Scope scope) {
        return condition.plain() instanceof Boolean constant
                ? constant
                : templates
                        .language()
                        .lenientExpression(PluginOptions.text(condition).text().trusted())
                        .holds(scope);
    }
}
