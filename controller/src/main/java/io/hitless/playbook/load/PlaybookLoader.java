package io.hitless.playbook.load;

import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Include;
import io.hitless.playbook.IncludedRole;
import io.hitless.playbook.IncludedTasks;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Play;
import io.hitless.playbook.Step;
import io.hitless.source.Finding;
import io.hitless.source.Finding.Rule;
import io.hitless.source.Findings;
import io.hitless.source.MissingFile;
import io.hitless.source.SourceFile;
import io.hitless.source.UserError;
import io.hitless.template.Language;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Reads playbooks with everything they import and use, and finds errors before a host is touched: unknown keywords,
 * modules and options, values of the wrong kind, syntax errors in Jinja2, missing files, roles and handlers. Each file
 * is parsed once. Safe for use by several threads.
 */
public final class PlaybookLoader {
    private final SourceCache sources;
    private final Map<Key, Object> included = new ConcurrentHashMap<>();

    /** One include in a play, and its resolved target. */
    private record Key(Include include, Object what) {
        @Override
        @SuppressWarnings("ReferenceEquality") // two includes with the same text are different
        public boolean equals(@Nullable Object other) {
            return other instanceof Key key && key.include == include && key.what.equals(what);
        }

        @Override
        public int hashCode() {
            return System.identityHashCode(include) * 31 + what.hashCode();
        }
    }

    /**
     * @param modules the modules that tasks may call
     * @param templates converts YAML to templates
     * @param localPlugins receives the directories that may contain plugins beside playbooks and roles
     * @param extraVars the variables of the command line, which names of imports may use
     * @param findings receives errors, and warnings about dubious content that is accepted
     */
    public PlaybookLoader(
            ModuleCatalog modules,
            Templates templates,
            LocalPlugins localPlugins,
            LoadSettings settings,
            Map<String, Template> extraVars,
            Findings findings) {
        this.sources = new SourceCache(modules, templates, localPlugins, settings, extraVars, findings);
    }

    /** The conversion of YAML that this loader uses. */
    public Templates templates() {
        return sources.templates();
    }

    /** The language of the playbooks. */
    public Language language() {
        return templates().language();
    }

    /** Whether the command line sets a variable; its value then wins over all others. */
    public boolean isExtra(String name) {
        return sources.extraVars().containsKey(name);
    }

    /** A path in the form in which it is shown: relative to the working directory if it is below it. */
    public Path shown(Path file) {
        return sources.shown(file);
    }

    /** The directories of the playbooks and roles read so far, which may contain users' plugins. */
    public List<Path> pluginDirectories() {
        return sources.localPlugins().directories();
    }

    /** The files that were read so far: playbooks, and imported, used and included files. */
    public Set<Path> files() {
        return sources.files();
    }

    /**
     * Returns the plays of a playbook in order, with imported plays in the place of their import.
     *
     * @throws UserError with all errors at once
     */
    public List<Play> load(Path playbook) {
        LoadContext loading = new LoadContext(sources);
        List<Play> plays = read(loading, its -> its.plays(playbook));
        loading.throwIfAny();
        return plays;
    }

    /** Returns the plays of a playbook, as far as they can be read. All errors are added to the findings. */
    public List<Play> read(Path playbook) {
        try {
            return read(new LoadContext(sources), its -> its.plays(playbook));
        } catch (UserError e) {
            Rule rule = e instanceof MissingFile ? Rule.FILE : Rule.SYNTAX;
            e.each().forEach(one -> findings().add(new Finding(Finding.Kind.CERTAIN, rule, one)));
            return List.of();
        }
    }

    /** Returns the plays of a text that is read as if it were a file in {@code directory}, such as an ad hoc play. */
    public List<Play> load(SourceFile text, Path directory) {
        LoadContext loading = new LoadContext(sources);
        List<Play> plays = read(loading, its -> its.plays(text, directory.resolve(text.name())));
        loading.throwIfAny();
        return plays;
    }

    private List<Play> read(LoadContext loading, Function<PlayReader, List<Play>> reading) {
        List<Play> plays = List.copyOf(reading.apply(new PlayReader(loading)));
        loading.found().forEach(findings()::add);
        return plays;
    }

    /** The errors and warnings so far. */
    public Findings findings() {
        return sources.findings();
    }

    /**
     * Returns the variables in a file, with templates not evaluated.
     *
     * @throws UserError if the file can't be read or is not a mapping
     */
    public Map<String, Template> vars(Path file) {
        return switch (sources.data(file.toAbsolutePath().normalize()).orElse(null)) {
            case null -> Map.of();
            case YamlNode.Mapping mapping -> templates().entries(mapping);
            case YamlNode other ->
                throw new UserError(Objects.requireNonNull(other).span(), "a variable file must contain a mapping");
        };
    }

    /**
     * Returns the content of an {@code include_tasks}. Repeated calls return the same objects, unless there are loop
     * variables.
     *
     * @throws UserError if the file is missing, or with the errors in it
     */
    public IncludedTasks includeTasks(Play play, Include include, IncludeArguments arguments) {
        return arguments.loopVariables().isEmpty()
                ? (IncludedTasks)
                        included.computeIfAbsent(new Key(include, arguments), _ -> readTasks(play, include, arguments))
                : readTasks(play, include, arguments);
    }

    private IncludedTasks readTasks(Play play, Include include, IncludeArguments arguments) {
        LoadContext loading = new LoadContext(sources);
        IncludeReader reader = new IncludeReader(loading);
        Path file = reader.find(arguments.name(), include.target().span(), include.place());
        ReadContext around = around(play, include, arguments);
        List<Step> steps = reader.content(file, include.target().span(), around);
        loading.throwIfAny();
        return new IncludedTasks(file, steps, around.play().importedHandlers());
    }

    /**
     * Returns the content of an {@code include_role}. Repeated calls return the same objects, unless there are loop
     * variables.
     *
     * @throws UserError if the role is missing, or with the errors in it
     */
    public IncludedRole includeRole(Play play, Include include, IncludeArguments arguments) {
        return arguments.loopVariables().isEmpty()
                ? (IncludedRole)
                        included.computeIfAbsent(new Key(include, arguments), _ -> readRole(play, include, arguments))
                : readRole(play, include, arguments);
    }

    private IncludedRole readRole(Play play, Include include, IncludeArguments arguments) {
        LoadContext loading = new LoadContext(sources);
        RoleRequest request =
                RoleRequest.included(arguments.name(), include.target().span(), arguments.from());
        ReadContext around = around(play, include, arguments);
        LoadedRole use =
                new RoleReader(loading).use(request, around, include.place().role());
        loading.throwIfAny();
        if (use == null) {
            throw new IllegalStateException("no role and no error: " + arguments.name());
        }
        List<Handler> handlers = new ArrayList<>(around.play().importedHandlers());
        handlers.addAll(use.handlers());
        return new IncludedRole(use.role(), use.all(), use.steps(), handlers);
    }

    private static ReadContext around(Play play, Include include, IncludeArguments arguments) {
        PlayBuilder draft = new PlayBuilder();
        draft.knownVars()
                .put("playbook_dir", new Template.Constant(play.playbookDir().toString(), play.span()));
        draft.knownVars().putAll(play.variables().vars());
        Map<String, Template> loop = new LinkedHashMap<>();
        arguments
                .loopVariables()
                .forEach((name, value) -> loop.put(name, new Template.Constant(value, include.span())));
        InheritedKeywords applied = include.apply().withTags(arguments.tags());
        InheritedKeywords settings = loop.isEmpty() ? applied : applied.withIncludeParams(List.of(loop));
        return new ReadContext(settings, include.place(), draft, include.notifies(), false, List.of());
    }
}
