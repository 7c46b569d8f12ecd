package io.hitless.playbook.load;

import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Role;
import io.hitless.playbook.Task;
import io.hitless.playbook.TaskOptions;
import io.hitless.source.Span;
import io.hitless.template.Template;
import io.hitless.value.BooleanWords;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The first task of a role that has an argument spec: it validates the role's variables. */
final class RoleArguments {
    private static final String MODULE = "validate_argument_spec";
    private static final InheritedKeywords ALWAYS =
            new InheritedKeywords(Map.of(), List.of(), List.of("always"), List.of(), List.of(), List.of(), Map.of());

    private final LoadContext loading;

    RoleArguments(LoadContext loading) {
        this.loading = loading;
    }

    /**
     * Returns the task; null if the role has no spec for this entry point, or if validation is turned off.
     *
     * @param meta the role's {@code meta/main.yml}, which may contain the specs
     */
    @Nullable
    Task check(Role role, RoleRequest request, @Nullable YamlNode meta, ReadContext inside) {
        if (!BooleanWords.isTrue(request.from().getOrDefault("rolespec_validate", "true"))) {
            return null;
        }
        String entry = request.file("tasks");
        if (!(specs(role.dir(), request.span(), meta) instanceof YamlNode.Mapping specs)
                || !(specs.get(entry) instanceof YamlNode.Mapping spec)) {
            return null;
        }
        YamlNode summary = spec.get("short_description");
        String name = "Validating arguments against arg spec '" + entry + "'"
                + (summary == null || summary.plain() == null ? "" : " - " + summary.plain());
        YamlNode options = spec.get("options");
        Span place = spec.span();
        Map<String, Template> arguments = new LinkedHashMap<>();
        arguments.put(
                "argument_spec",
                options == null
                        ? new Template.Constant(Map.of(), place)
                        : loading.templates().of(options));
        arguments.put("validate_args_context", new Template.Constant(context(role, entry), place));
        return new Task(
                new Template.Constant(name, place),
                MODULE,
                loading.modules().get(MODULE, place),
                new TaskOptions(arguments, null),
                ALWAYS.and(inside.settings()),
                Task.Control.ONCE,
                Task.ResultRules.NONE,
                inside.place(),
                place);
    }

    private @Nullable YamlNode specs(Path dir, Span place, @Nullable YamlNode meta) {
        Path file = SourceCache.yamlFile(dir.resolve("meta"), "argument_specs");
        YamlNode holder = file == null ? meta : loading.read(file, place);
        return holder instanceof YamlNode.Mapping mapping ? mapping.get("argument_specs") : null;
    }

    private static Map<String, Object> context(Role role, String entry) {
        Map<String, Object> context = new LinkedHashMap<>();
        context.put("type", "role");
        context.put("name", role.name());
        context.put("argument_spec_name", entry);
        context.put("path", role.dir().toString());
        return context;
    }
}
