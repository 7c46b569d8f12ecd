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
 * Reads playbooks with all they import and use, and finds their mistakes before a host is touched: unknown keywords,
 * modules and options, values of the wrong kind, broken Jinja2, missing files, roles and handlers. Files are parsed
 * once; a loader may be used by many threads.
 */
public final class PlaybookLoader {
    private final SourceCache sources;
    private final Map<Key, Object> included = new ConcurrentHashMap<>();

    /** An include as it stands in one place of one play, with what it was resolved to. */
    private record Key(Include include, Object what) {
        @Override
        @SuppressWarnings("ReferenceEquality") // the same place in the play, not one that reads the same
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
     * @param templates makes templates of what is read
     * @param localPlugins learns where playbooks and roles have plugins beside them
     * @param extraVars of the command line: names of imports may be made of them
     * @param findings gets what is found wrong, and what is dubious but accepted
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

    /** Whether the command line gives a variable its value, whatever others say. */
    public boolean isExtra(String name) {
        return sources.extraVars().containsKey(name);
    }

    /** A path as it is shown: relative to the working directory if it lies below. */
    public Path shown(Path file) {
        return sources.shown(file);
    }

    /** The directories in which playbooks and roles that were read so far can have plugins of users beside them. */
    public List<Path> pluginDirectories() {
        return sources.localPlugins().directories();
    }

    /** The collections whose modules and plugins can be called by their short names, as far as playbooks were read. */
    public List<String> collections() {
        return sources.localPlugins().collections();
    }

    /** The files that were read so far: playbooks, and what they import, use and have included. */
    public Set<Path> files() {
        return sources.files();
    }

    /**
     * The plays of a playbook in order, imported ones in their place.
     *
     * @throws UserError with all mistakes at once
     */
    public List<Play> load(Path playbook) {
        LoadContext loading = new LoadContext(sources);
        List<Play> plays = read(loading, its -> its.plays(playbook));
        loading.throwIfAny();
        return plays;
    }

    /** The same, as far as they can be read: all mistakes are among the findings. */
    public List<Play> read(Path playbook) {
        try {
            return read(new LoadContext(sources), its -> its.plays(playbook));
        } catch (UserError e) {
            Rule rule = e instanceof MissingFile ? Rule.FILE : Rule.SYNTAX;
            e.each().forEach(one -> findings().add(new Finding(Finding.Kind.CERTAIN, rule, one)));
            return List.of();
        }
    }

    /** The plays of a text that is no file, as if it stood in {@code directory}: what a command line asks for. */
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

    /** What was found so far. */
    public Findings findings() {
        return sources.findings();
    }

    /**
     * The variables of a file, yet to be resolved.
     *
     * @throws UserError if it can't be read or holds no mapping
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
     * What an {@code include_tasks} brings; the same objects each time, unless it has variables of a loop.
     *
     * @param file the include's target, resolved to a text
     * @param loopVariables variables of the include's loop ({@code item}, …), which the included tasks see as include
     *     parameters
     * @throws UserError if there is no such file, or with the mistakes in it
     */
    public IncludedTasks includeTasks(
            Play play, Include include, String file, Map<String, ? extends @Nullable Object> loopVariables) {
        return loopVariables.isEmpty()
                ? (IncludedTasks)
                        included.computeIfAbsent(new Key(include, file), _ -> readTasks(play, include, file, Map.of()))
                : readTasks(play, include, file, loopVariables);
    }

    private IncludedTasks readTasks(
            Play play, Include include, String name, Map<String, ? extends @Nullable Object> loopVariables) {
        LoadContext loading = new LoadContext(sources);
        IncludeReader reader = new IncludeReader(loading);
        Path file = reader.find(name, include.target().span(), include.place());
        ReadContext around = around(play, include, loopVariables);
        List<Step> steps = reader.content(file, include.target().span(), around);
        loading.throwIfAny();
        return new IncludedTasks(file, steps, around.play().importedHandlers());
    }

    /**
     * What an {@code include_role} brings; the same objects each time, unless it has variables of a loop.
     *
     * @param name the include's target, resolved to a text
     * @param from {@code tasks_from} and the like among the include's options, resolved to texts
     * @throws UserError if there is no such role, or with the mistakes in it
     */
    public IncludedRole includeRole(
            Play play,
            Include include,
            String name,
            Map<String, String> from,
            Map<String, ? extends @Nullable Object> loopVariables) {
        if (loopVariables.isEmpty()) {
            Key key = new Key(include, List.of(name, Map.copyOf(from)));
            return (IncludedRole) included.computeIfAbsent(key, _ -> readRole(play, include, name, from, Map.of()));
        }
        return readRole(play, include, name, from, loopVariables);
    }

    private IncludedRole readRole(
            Play play,
            Include include,
            String name,
            Map<String, String> from,
            Map<String, ? extends @Nullable Object> loopVariables) {
        LoadContext loading = new LoadContext(sources);
        RoleRequest request = RoleRequest.included(name, include.target().span(), from);
        ReadContext around = around(play, include, loopVariables);
        LoadedRole use =
                new RoleReader(loading).use(request, around, include.place().role());
        loading.throwIfAny();
        if (use == null) {
            throw new IllegalStateException("no role and no error: " + name);
        }
        List<Handler> handlers = new ArrayList<>(around.play().importedHandlers());
        handlers.addAll(use.handlers());
        return new IncludedRole(use.role(), use.all(), use.steps(), handlers);
    }

    private static ReadContext around(
            Play play, Include include, Map<String, ? extends @Nullable Object> loopVariables) {
        PlayBuilder draft = new PlayBuilder();
        draft.knownVars()
                .put("playbook_dir", new Template.Constant(play.playbookDir().toString(), play.span()));
        draft.knownVars().putAll(play.variables().vars());
        Map<String, Template> loop = new LinkedHashMap<>();
        loopVariables.forEach((name, value) -> loop.put(name, new Template.Constant(value, include.span())));
        InheritedKeywords settings =
                loop.isEmpty() ? include.apply() : include.apply().withIncludeParams(List.of(loop));
        return new ReadContext(settings, include.place(), draft, include.notifies(), false, List.of());
    }
}
