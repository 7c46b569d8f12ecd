package io.hitless.playbook.load;

import io.hitless.playbook.Handler;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.TaskLocation;
import io.hitless.source.Span;
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

/** Finds roles and reads them with all they depend on. */
final class RoleReader {
    private final LoadContext loading;
    private final StepReader steps;

    RoleReader(LoadContext loading) {
        this.loading = loading;
        this.steps = new StepReader(loading, this);
    }

    StepReader steps() {
        return steps;
    }

    /** The entries of a list of roles, as {@code roles} and {@code dependencies} hold them. */
    List<RoleRequest> requests(@Nullable YamlNode list, ReadContext around) {
        List<RoleRequest> requests = new ArrayList<>();
        if (list == null) {
            return requests;
        }
        if (!(list instanceof YamlNode.Sequence sequence)) {
            loading.error(list.span(), "a list of roles is wanted here");
            return requests;
        }
        for (YamlNode item : sequence.items()) {
            RoleRequest request = request(item, around);
            if (request != null) {
                requests.add(request);
            }
        }
        return requests;
    }

    private @Nullable RoleRequest request(YamlNode item, ReadContext around) {
        if (item instanceof YamlNode.Sequence || item.plain() == null) {
            loading.error(item.span(), "a role is a name, or a mapping with 'role'");
            return null;
        }
        if (!(item instanceof YamlNode.Mapping mapping)) {
            Template name = loading.templates().of(item);
            String known = loading.known(name, around.play().knownVars(), "the name of a role");
            return known == null
                    ? null
                    : new RoleRequest(known, item.span(), InheritedKeywords.NONE, Map.of(), Map.of(), Map.of(), true);
        }
        MappingReader fields = new MappingReader(mapping, "a role", loading);
        Template byRole = fields.template("role");
        Template byName = fields.template("name");
        Template name = byRole == null ? byName : byRole;
        InheritedKeywords own = SettingsReader.own(fields, around);
        if (name == null) {
            loading.error(mapping.span(), "a role needs a name: 'role' or 'name'");
            return null;
        }
        Map<String, Template> vars = new LinkedHashMap<>();
        own.vars().forEach(vars::putAll);
        Map<String, Template> params = new LinkedHashMap<>();
        fields.rest()
                .forEach(entry -> params.put(entry.name(), loading.templates().of(entry.value())));
        params.values().forEach(loading::check);
        Map<String, Template> knownVars = new LinkedHashMap<>(around.play().knownVars());
        knownVars.putAll(vars);
        String known = loading.known(name, knownVars, "the name of a role");
        return known == null
                ? null
                : new RoleRequest(known, name.span(), own.withoutVars(), vars, params, Map.of(), true);
    }

    /**
     * Reads a role.
     *
     * @param around the settings that its steps inherit but for those of the request, and the place it is used from
     * @param parent the role that uses it, or null
     * @return null, after an error, if there is no such role
     */
    @Nullable
    LoadedRole use(RoleRequest request, ReadContext around, @Nullable Role parent) {
        Path dir = find(request, around.place());
        if (dir == null) {
            return null;
        }
        Map<String, Template> defaults = variables(dir, "defaults", request);
        Map<String, Template> vars = new LinkedHashMap<>(request.vars());
        vars.putAll(variables(dir, "vars", request));
        Role bare = new Role(request.name(), dir, defaults, vars, request.params(), List.of(), parent);
        ReadContext inside = around.with(around.settings().and(request.own()));
        Metadata metadata = metadata(dir, request.span());

        List<LoadedRole> dependencies = new ArrayList<>();
        for (RoleRequest dependency : requests(metadata.dependencies(), inside.of(bare, false))) {
            if (isAmong(dependency, bare, inside)) {
                loading.error(dependency.span(), "role '" + dependency.name() + "' depends on itself");
                continue;
            }
            LoadedRole use = use(dependency, inside.of(bare, false), bare);
            if (use != null) {
                dependencies.add(use);
            }
        }
        Role role = new Role(
                request.name(),
                dir,
                defaults,
                vars,
                request.params(),
                dependencies.stream().map(LoadedRole::role).toList(),
                parent);
        return read(role, request, inside, dependencies, metadata.allowDuplicates());
    }

    private LoadedRole read(
            Role role,
            RoleRequest request,
            ReadContext inside,
            List<LoadedRole> dependencies,
            boolean allowDuplicates) {
        List<Role> all = new ArrayList<>();
        List<Step> allSteps = new ArrayList<>();
        List<Handler> handlers = new ArrayList<>();
        for (LoadedRole dependency : dependencies) {
            all.addAll(dependency.all());
            allSteps.addAll(dependency.steps());
            handlers.addAll(dependency.handlers());
        }
        all.add(role);
        boolean repeated = request.once()
                && inside.play().isRepeated(role.dir(), request.how(), inside.settings())
                && !allowDuplicates;
        if (!repeated) {
            handlers.addAll(handlers(role, request, inside));
            allSteps.addAll(tasks(role, request, inside));
        }
        return new LoadedRole(role, all, allSteps, handlers);
    }

    private List<Step> tasks(Role role, RoleRequest request, ReadContext inside) {
        Path file = file(role.dir(), "tasks", request);
        if (file == null) {
            return List.of();
        }
        if (inside.imports().contains(file)) {
            loading.error(
                    request.span(),
                    "role '" + role.name() + "' imports itself",
                    "include_role is resolved while running, and may");
            return List.of();
        }
        return steps.steps(
                loading.read(file, request.span()), inside.of(role, false).in(file));
    }

    private List<Handler> handlers(Role role, RoleRequest request, ReadContext inside) {
        Path file = file(role.dir(), "handlers", request);
        return file == null
                ? List.of()
                : steps.handlers(
                        loading.read(file, request.span()),
                        inside.of(role, true).in(file));
    }

    private @Nullable Path file(Path dir, String kind, RoleRequest request) {
        String name = request.file(kind);
        Path file = SourceCache.yamlFile(dir.resolve(kind), name);
        if (file == null && request.from().containsKey(kind + "_from")) {
            loading.error(request.span(), "role '" + request.name() + "' has no " + kind + "/" + name);
        }
        return file;
    }

    private Map<String, Template> variables(Path dir, String kind, RoleRequest request) {
        List<Path> files = SourceCache.variableFiles(dir.resolve(kind), request.file(kind));
        if (files.isEmpty() && request.from().containsKey(kind + "_from")) {
            loading.error(request.span(), "role '" + request.name() + "' has no " + kind + "/" + request.file(kind));
        }
        Map<String, Template> out = new LinkedHashMap<>();
        for (Path file : files) {
            YamlNode node = loading.read(file, request.span());
            if (node instanceof YamlNode.Mapping mapping) {
                out.putAll(loading.templates().entries(mapping));
            } else if (node != null) {
                loading.error(node.span(), "a file of variables must hold a mapping");
            }
        }
        return out;
    }

    private record Metadata(@Nullable YamlNode dependencies, boolean allowDuplicates) {}

    private Metadata metadata(Path dir, Span place) {
        Path file = SourceCache.yamlFile(dir.resolve("meta"), "main");
        YamlNode node = file == null ? null : loading.read(file, place);
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return new Metadata(null, false);
        }
        MappingReader fields = new MappingReader(mapping, "a role's meta", loading);
        return new Metadata(fields.take("dependencies"), fields.flag("allow_duplicates", false));
    }

    private boolean isAmong(RoleRequest dependency, Role role, ReadContext around) {
        Path dir = locate(dependency.name(), around.of(role, false).place(), new LinkedHashSet<>());
        for (Role ancestor = role; dir != null && ancestor != null; ancestor = ancestor.parent()) {
            if (ancestor.dir().equals(dir)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable Path find(RoleRequest request, TaskLocation place) {
        Set<Path> tried = new LinkedHashSet<>();
        Path dir = locate(request.name(), place, tried);
        if (dir == null) {
            List<String> places = tried.stream()
                    .map(path -> loading.sources().shown(path).toString())
                    .toList();
            String hint = request.name().chars().filter(c -> c == '.').count() == 2
                    ? "roles of collections are not known here: copy it into a roles directory"
                    : "looked for it in " + String.join(", ", places);
            loading.missing(request.span(), "no role '" + request.name() + "'", hint);
        }
        return dir;
    }

    // Ansible's order: beside the playbook, the configured paths, beside the role that asks, the playbook's directory,
    // a path as given.
    private @Nullable Path locate(String name, TaskLocation place, Set<Path> tried) {
        tried.add(place.playbookDir().resolve("roles"));
        tried.addAll(loading.sources().rolePaths());
        Role role = place.role();
        Path beside = role == null ? null : role.dir().getParent();
        if (beside != null) {
            tried.add(beside);
        }
        tried.add(place.playbookDir());
        for (Path path : tried) {
            Path dir = path.resolve(name).normalize();
            if (Files.isDirectory(dir)) {
                return dir;
            }
        }
        return null;
    }
}
