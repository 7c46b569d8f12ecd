package io.hitless.playbook.load;

import io.hitless.playbook.Handler;
import io.hitless.playbook.Include;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.TaskLocation;
import io.hitless.source.Finding.Rule;
import io.hitless.source.MissingFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads includes, and replaces imports with the imported steps. */
public final class IncludeReader {
    public static final List<String> TASKS_OPTIONS = List.of("file", "apply");
    public static final List<String> ROLE_OPTIONS = List.of(
            "name",
            "role",
            "tasks_from",
            "vars_from",
            "defaults_from",
            "handlers_from",
            "apply",
            "public",
            "allow_duplicates",
            "rolespec_validate");

    private final LoadContext loading;
    private final StepReader steps;
    private final RoleReader roles;

    IncludeReader(LoadContext loading) {
        this.loading = loading;
        this.roles = new RoleReader(loading);
        this.steps = roles.steps();
    }

    IncludeReader(LoadContext loading, StepReader steps, RoleReader roles) {
        this.loading = loading;
        this.steps = steps;
        this.roles = roles;
    }

    List<Step> importTasks(ActionKey action, MappingReader fields, TaskReader.Common common, ReadContext around) {
        Imported imported = imported(action, fields, common, around);
        return imported == null ? List.of() : steps.steps(imported.content(), imported.around());
    }

    List<Handler> importHandlers(ActionKey action, MappingReader fields, TaskReader.Common common, ReadContext around) {
        Imported imported = imported(action, fields, common, around);
        return imported == null ? List.of() : steps.handlers(imported.content(), imported.around());
    }

    /** The context of imported steps: the import's keywords apply to them. */
    private static ReadContext inside(TaskReader.Common common, ReadContext around) {
        return around.with(around.settings().and(common.settings()))
                .notifying(common.resultRules().notifies());
    }

    private record Imported(@Nullable YamlNode content, ReadContext around) {}

    private @Nullable Imported imported(
            ActionKey action, MappingReader fields, TaskReader.Common common, ReadContext around) {
        Template target = new ArgumentReader(loading)
                .statement(action, fields, TASKS_OPTIONS, "file")
                .get("file");
        refuseLoop(action, common);
        new IncludeKeywords(loading).refuseApply(action, fields);
        if (target == null) {
            loading.error(action.span(), "'import_tasks' needs a file");
            return null;
        }
        String name =
                new LoadTimeText(loading, knownVars(around, common.settings()), "the file of an import").of(target);
        Path file = name == null ? null : located(name, target.span(), around.place());
        if (file == null) {
            return null;
        }
        if (around.imports().contains(file)) {
            loading.error(
                    Rule.FILE,
                    target.span(),
                    "'" + name + "' imports itself",
                    "include_tasks is resolved while running, and may");
            return null;
        }
        return new Imported(
                loading.read(file, target.span()), inside(common, around).in(file));
    }

    @Nullable
    Include includeTasks(ActionKey action, MappingReader fields, TaskReader.Common common, ReadContext around) {
        Map<String, Template> options = new ArgumentReader(loading).statement(action, fields, TASKS_OPTIONS, "file");
        Template target = options.get("file");
        if (target == null) {
            loading.error(action.span(), "'include_tasks' needs a file");
            return null;
        }
        Include include = include(Include.Kind.TASKS, action, target, options, fields, common, around);
        if (target instanceof Template.Constant(String name, Span span)) {
            preview(name, span, inside(include, around));
        } else {
            around.play().expectHandlers();
        }
        return include;
    }

    private static ReadContext inside(Include include, ReadContext around) {
        return around.with(include.apply()).notifying(include.notifies());
    }

    /** Checks an included file. As in Ansible, an error in it only counts when the include is reached. */
    private void preview(String name, Span span, ReadContext around) {
        try {
            Path file = find(name, span, around.place());
            LoadContext inside = loading.dynamic();
            if (loading.isFirstVisit(file)) {
                new IncludeReader(inside).content(file, span, around);
            }
        } catch (UserError e) {
            loading.fault(Rule.FILE, e);
        }
    }

    /** The steps of an included file. If the include is a handler, the steps of the file's handlers. */
    List<Step> content(Path file, Span span, ReadContext around) {
        YamlNode node = loading.read(file, span);
        return around.handlers()
                ? steps.handlers(node, around.in(file)).stream()
                        .map(Handler::step)
                        .toList()
                : steps.steps(node, around.in(file));
    }

    List<Step> importRole(ActionKey action, MappingReader fields, TaskReader.Common common, ReadContext around) {
        Map<String, Template> options = new ArgumentReader(loading).statement(action, fields, ROLE_OPTIONS, "name");
        refuseLoop(action, common);
        new IncludeKeywords(loading).refuseApply(action, fields);
        Template target = roleName(action, options);
        if (target == null) {
            return List.of();
        }
        Map<String, Template> vars = knownVars(around, common.settings());
        String name = new LoadTimeText(loading, vars, "the name of an imported role").of(target);
        if (name == null) {
            return List.of();
        }
        Map<String, String> from = new LinkedHashMap<>();
        options.forEach((option, value) -> {
            if (option.endsWith("_from") || option.equals("rolespec_validate")) {
                String known = new LoadTimeText(loading, vars, "'" + option + "' of an import").of(value);
                if (known != null) {
                    from.put(option, known);
                }
            }
        });
        RoleRequest request = RoleRequest.included(name, target.span(), from);
        LoadedRole use = roles.use(request, inside(common, around), around.role());
        if (use == null) {
            return List.of();
        }
        around.play().roles().addAll(use.all());
        around.play().addImportedHandlers(use.handlers());
        return use.steps();
    }

    @Nullable
    Include includeRole(ActionKey action, MappingReader fields, TaskReader.Common common, ReadContext around) {
        Map<String, Template> options = new ArgumentReader(loading).statement(action, fields, ROLE_OPTIONS, "name");
        Template target = roleName(action, options);
        if (target == null) {
            return null;
        }
        Include include = include(Include.Kind.ROLE, action, target, options, fields, common, around);
        checkRole(include, around);
        return include;
    }

    // Reads an included role while loading if its name is known, so that errors in it show before the run.
    private void checkRole(Include include, ReadContext around) {
        Map<String, String> from = new LinkedHashMap<>();
        include.options().forEach((option, value) -> {
            if (option.endsWith("_from") && value instanceof Template.Constant(Object file, var _) && file != null) {
                from.put(option, file.toString());
            }
        });
        boolean known = include.options().entrySet().stream()
                .allMatch(e -> !e.getKey().endsWith("_from") || e.getValue() instanceof Template.Constant);
        if (!known || !(include.target() instanceof Template.Constant(String name, Span span))) {
            around.play().expectHandlers();
            return;
        }
        try {
            roles.expect(name, span, around.place());
            if (loading.isFirstVisit(Path.of("roles", name, from.toString()))) {
                RoleRequest request = RoleRequest.included(name, span, from);
                new RoleReader(loading.dynamic()).use(request, inside(include, around), around.role());
            }
        } catch (UserError e) {
            around.play().expectHandlers();
            loading.fault(Rule.ROLE, e);
        }
    }

    private @Nullable Template roleName(ActionKey action, Map<String, Template> options) {
        Template name = options.containsKey("name") ? options.get("name") : options.get("role");
        if (name == null) {
            loading.error(action.span(), "'" + action.shortName() + "' needs the name of a role");
        }
        return name;
    }

    private Include include(
            Include.Kind kind,
            ActionKey action,
            Template target,
            Map<String, Template> options,
            MappingReader fields,
            TaskReader.Common common,
            ReadContext around) {
        InheritedKeywords own = common.settings();
        IncludeKeywords keywords = new IncludeKeywords(loading);
        keywords.refuseWithoutEffect(action, fields);
        IncludeKeywords.Applied applied = keywords.applied(action, fields, around);
        Map<String, Template> rest = new LinkedHashMap<>(options);
        List.of("apply", "file", "name", "role").forEach(rest::remove);
        return new Include(
                kind,
                action.name(),
                common.name(),
                target,
                rest,
                applied.settings().withIncludeParams(own.vars()),
                applied.tags(),
                around.settings().and(own),
                common.control().loop(),
                common.resultRules().register(),
                applied.notifies(),
                around.place(),
                common.name() == null ? action.span() : common.name().span());
    }

    private void refuseLoop(ActionKey action, TaskReader.Common common) {
        if (common.control().loop() != null) {
            String dynamic = action.shortName().replace("import", "include");
            loading.error(action.span(), "'" + action.shortName() + "' can't be looped over", "'" + dynamic + "' can");
        }
    }

    private static Map<String, Template> knownVars(ReadContext around, InheritedKeywords own) {
        Role role = around.role();
        Map<String, Template> vars = new LinkedHashMap<>();
        if (role != null) {
            vars.putAll(role.defaults());
        }
        vars.putAll(around.play().knownVars());
        if (role != null) {
            vars.putAll(role.vars());
            Span nowhere = Span.at(around.place().file().toString(), 1, 1);
            vars.put("role_path", new Template.Constant(role.dir().toString(), nowhere));
            vars.put("role_name", new Template.Constant(role.shortName(), nowhere));
        }
        around.settings().and(own).vars().forEach(vars::putAll);
        if (role != null) {
            vars.putAll(role.params());
        }
        around.settings().includeParams().forEach(vars::putAll);
        return vars;
    }

    private @Nullable Path located(String name, Span span, TaskLocation place) {
        return loading.collect(Rule.FILE, () -> find(name, span, place));
    }

    /** @throws UserError if there is no task file with this name */
    Path find(String name, Span span, TaskLocation place) {
        Set<Path> tried = new LinkedHashSet<>();
        Path beside = place.file().toAbsolutePath().getParent();
        if (beside != null) {
            tried.add(beside.resolve(name).normalize());
        }
        for (Role role = place.role(); role != null; role = role.parent()) {
            tried.add(role.dir().resolve("tasks").resolve(name).normalize());
            tried.add(role.dir().resolve("handlers").resolve(name).normalize());
            tried.add(role.dir().resolve(name).normalize());
        }
        tried.add(place.playbookDir().resolve("tasks").resolve(name).normalize());
        tried.add(place.playbookDir().resolve(name).normalize());
        for (Path file : tried) {
            if (Files.isRegularFile(file)) {
                return file;
            }
        }
        List<String> places = new ArrayList<>();
        tried.forEach(path -> places.add(loading.sources().shown(path).toString()));
        throw new MissingFile(
                span, "no such file: " + name, "looked for it as " + String.join(", ", places), List.copyOf(tried));
    }
}
