package io.hitless.playbook.load;

import io.hitless.playbook.Handler;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Role;
import io.hitless.playbook.Step;
import io.hitless.playbook.Task;
import io.hitless.playbook.TaskLocation;
import io.hitless.source.Finding.Rule;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Finds roles, and reads them with their dependencies. */
final class RoleReader {
    private final LoadContext loading;
    private final StepReader steps;
    private final RoleSearch search;

    RoleReader(LoadContext loading) {
        this.loading = loading;
        this.steps = new StepReader(loading, this);
        this.search = new RoleSearch(loading.sources());
    }

    StepReader steps() {
        return steps;
    }

    /** The entries of a list of roles: the value of {@code roles} or {@code dependencies}. */
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
            String known = new LoadTimeText(loading, around.play().knownVars(), "the name of a role").of(name);
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
        String known = new LoadTimeText(loading, knownVars, "the name of a role").of(name);
        return known == null
                ? null
                : new RoleRequest(known, name.span(), own.withoutVars(), vars, params, Map.of(), true);
    }

    /**
     * Reads a role.
     *
     * @param around the context of the place where the role is used; the request's keywords are added to it
     * @param parent the role that uses this one, or null
     * @return null, after reporting an error, if the role does not exist
     */
    @Nullable
    LoadedRole use(RoleRequest request, ReadContext around, @Nullable Role parent) {
        RoleSearch.Found found = find(request, around.place());
        if (found == null) {
            return null;
        }
        Path dir = found.dir();
        loading.sources().localPlugins().add(dir);
        Map<String, Template> defaults = variables(dir, "defaults", request);
        Map<String, Template> vars = variables(dir, "vars", request);
        Metadata metadata = metadata(dir, request.span());
        Role bare = new Role(
                found.name(),
                found.collection(),
                dir,
                defaults,
                vars,
                request.vars(),
                request.params(),
                List.of(),
                parent,
                parent != null && request.once(),
                request.once() && metadata.allowDuplicates() ? null : request.use(dir));
        ReadContext inside = around.with(around.settings().and(request.own())).of(bare, metadata.searched(bare), false);

        List<LoadedRole> dependencies = new ArrayList<>();
        for (RoleRequest dependency : requests(metadata.dependencies(), inside)) {
            if (isAmong(dependency, bare, inside)) {
                loading.error(Rule.ROLE, dependency.span(), "role '" + dependency.name() + "' depends on itself", null);
                continue;
            }
            LoadedRole use = use(dependency, inside, bare);
            if (use != null) {
                dependencies.add(use);
            }
        }
        Role role = bare.with(dependencies.stream().map(LoadedRole::role).toList());
        return read(role, request, inside, dependencies, metadata);
    }

    private LoadedRole read(
            Role role, RoleRequest request, ReadContext inside, List<LoadedRole> dependencies, Metadata metadata) {
        List<Role> all = new ArrayList<>();
        List<Step> allSteps = new ArrayList<>();
        List<Handler> handlers = new ArrayList<>();
        for (LoadedRole dependency : dependencies) {
            all.addAll(dependency.all());
            allSteps.addAll(dependency.steps());
            handlers.addAll(dependency.handlers());
        }
        all.add(role);
        handlers.addAll(handlers(role, request, inside));
        ReadContext own = inside.of(role, inside.place().collections(), false);
        Task check = new RoleArguments(loading).check(role, request, metadata.whole(), own);
        if (check != null) {
            allSteps.add(check);
        }
        allSteps.addAll(tasks(role, request, inside)); // a host leaves out what it has run before
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
                loading.read(file, request.span()),
                inside.of(role, inside.place().collections(), false).in(file));
    }

    private List<Handler> handlers(Role role, RoleRequest request, ReadContext inside) {
        Path file = file(role.dir(), "handlers", request);
        return file == null
                ? List.of()
                : steps.handlers(
                        loading.read(file, request.span()),
                        inside.of(role, inside.place().collections(), true).in(file));
    }

    private @Nullable Path file(Path dir, String kind, RoleRequest request) {
        String name = request.file(kind);
        Path file = SourceCache.yamlFile(dir.resolve(kind), name);
        if (file == null && request.from().containsKey(kind + "_from")) {
            loading.error(Rule.FILE, request.span(), "role '" + request.name() + "' has no " + kind + "/" + name, null);
        }
        return file;
    }

    private Map<String, Template> variables(Path dir, String kind, RoleRequest request) {
        List<Path> files = SourceCache.variableFiles(dir.resolve(kind), request.file(kind));
        if (files.isEmpty() && request.from().containsKey(kind + "_from")) {
            loading.error(
                    Rule.FILE,
                    request.span(),
                    "role '" + request.name() + "' has no " + kind + "/" + request.file(kind),
                    null);
        }
        Map<String, Template> out = new LinkedHashMap<>();
        for (Path file : files) {
            YamlNode node = loading.read(file, request.span());
            if (node instanceof YamlNode.Mapping mapping) {
                out.putAll(loading.templates().entries(mapping));
            } else if (node != null) {
                loading.error(node.span(), "a variable file must contain a mapping");
            }
        }
        return out;
    }

    private record Metadata(
            @Nullable YamlNode whole,
            @Nullable YamlNode dependencies,
            boolean allowDuplicates,
            List<String> collections) {
        /** The collections in which a role finds other roles, its own collection first. */
        List<String> searched(Role role) {
            String own = role.collection();
            return own == null
                    ? collections
                    : Stream.concat(Stream.of(own), collections.stream()).toList();
        }
    }

    private Metadata metadata(Path dir, Span place) {
        Path file = SourceCache.yamlFile(dir.resolve("meta"), "main");
        YamlNode node = file == null ? null : loading.read(file, place);
        if (!(node instanceof YamlNode.Mapping mapping)) {
            return new Metadata(null, null, false, List.of());
        }
        MappingReader fields = new MappingReader(mapping, "a role's meta", loading);
        return new Metadata(
                node,
                fields.take("dependencies"),
                fields.flag("allow_duplicates", false),
                SettingsReader.collections(mapping));
    }

    private boolean isAmong(RoleRequest dependency, Role role, ReadContext around) {
        RoleSearch.Found found = search.locate(dependency.name(), around.place());
        for (Role ancestor = role; found != null && ancestor != null; ancestor = ancestor.parent()) {
            if (ancestor.dir().equals(found.dir())) {
                return true;
            }
        }
        return false;
    }

    private RoleSearch.@Nullable Found find(RoleRequest request, TaskLocation place) {
        return loading.collect(Rule.ROLE, () -> search.find(request.name(), request.span(), place));
    }

    /** @throws UserError if the role does not exist */
    void expect(String name, Span span, TaskLocation place) {
        search.find(name, span, place);
    }
}
