package io.hitless.playbook.load;

import io.hitless.playbook.Handler;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Kind;
import io.hitless.playbook.Play;
import io.hitless.playbook.Policy;
import io.hitless.playbook.ScalarValues;
import io.hitless.playbook.Step;
import io.hitless.playbook.TaskLocation;
import io.hitless.playbook.VariableFilePlaces;
import io.hitless.source.Finding.Rule;
import io.hitless.source.MissingFile;
import io.hitless.source.SourceFile;
import io.hitless.source.Span;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import io.hitless.yaml.YamlReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Reads playbooks: plays, and imported playbooks. */
final class PlayReader {
    /** The keywords and variables of an {@code import_playbook}, which apply to all imported plays. */
    private record Brought(InheritedKeywords settings, Map<String, Template> vars) {
        static final Brought NOTHING = new Brought(InheritedKeywords.NONE, Map.of());
    }

    private final LoadContext loading;
    private final RoleReader roles;
    private final PolicyReader policies;

    PlayReader(LoadContext loading) {
        this.loading = loading;
        this.roles = new RoleReader(loading);
        this.policies = new PolicyReader(loading, roles.steps());
    }

    /** All plays of a playbook and of the playbooks that it imports, in order. */
    List<Play> plays(Path playbook) {
        Path file = playbook.toAbsolutePath().normalize();
        return plays(file, loading.sources().read(file).orElse(null), Brought.NOTHING, List.of(file));
    }

    /** The plays of a text that is read as if it were the playbook {@code file}. */
    List<Play> plays(SourceFile text, Path file) {
        return plays(file, YamlReader.read(text), Brought.NOTHING, List.of(file));
    }

    private List<Play> plays(Path file, @Nullable YamlNode content, Brought brought, List<Path> imports) {
        List<Play> plays = new ArrayList<>();
        loading.sources().localPlugins().add(parent(file));
        if (!(content instanceof YamlNode.Sequence sequence)) {
            if (content == null) {
                loading.warn(Rule.ADVICE, new Span(loading.sources().empty(file), 0, 0), "the playbook is empty", null);
            } else {
                loading.error(content.span(), "a playbook is a list of plays", "begin each play with '- '");
            }
            return plays;
        }
        for (YamlNode item : sequence.items()) {
            if (!(item instanceof YamlNode.Mapping mapping)) {
                loading.error(item.span(), "a play is a mapping of keywords");
            } else if (importKey(mapping) != null) {
                plays.addAll(imported(mapping, file, brought, imports));
            } else {
                plays.addAll(loading.reading(() -> List.of(play(mapping, file, brought)), its -> its));
            }
        }
        return plays;
    }

    private static @Nullable String importKey(YamlNode.Mapping mapping) {
        return mapping.entries().stream()
                .map(YamlNode.Entry::name)
                .filter(name -> ScalarValues.shortName(name).equals("import_playbook"))
                .findFirst()
                .orElse(null);
    }

    private List<Play> imported(YamlNode.Mapping mapping, Path file, Brought outer, List<Path> imports) {
        MappingReader fields = new MappingReader(mapping, "import_playbook", loading);
        Path dir = parent(file);
        PlayBuilder draft = new PlayBuilder();
        ReadContext around = new ReadContext(
                InheritedKeywords.NONE,
                new TaskLocation(null, file, dir, List.of()),
                draft,
                List.of(),
                false,
                List.of());
        policies.refuseIn(mapping.get("vars"), "at an import");
        InheritedKeywords own = SettingsReader.own(fields, around);
        fields.take("name");
        Template target = fields.template(String.valueOf(importKey(mapping)));
        fields.refuseRest();
        Map<String, Template> vars = new LinkedHashMap<>();
        own.vars().forEach(vars::putAll);
        vars.putAll(outer.vars());
        String name = target == null ? null : new LoadTimeText(loading, vars, "the file of an import").of(target);
        if (target == null || name == null) {
            return List.of();
        }
        Path beside = dir.resolve(name).normalize();
        Path installed = Files.isRegularFile(beside) ? null : playbook(name);
        Path imported = installed == null ? beside : installed;
        if (imports.contains(imported)) {
            loading.error(Rule.FILE, target.span(), "'" + name + "' imports itself", null);
            return List.of();
        }
        if (!Files.isRegularFile(imported)) {
            loading.error(
                    Rule.FILE,
                    target.span(),
                    "no such playbook: " + loading.sources().shown(imported),
                    null);
            return List.of();
        }
        List<Path> deeper = new ArrayList<>(imports);
        deeper.add(imported);
        InheritedKeywords hints =
                new InheritedKeywords(Map.of(), own.when(), own.tags(), List.of(), List.of(), List.of(), Map.of());
        return plays(
                imported,
                loading.read(imported, target.span()),
                new Brought(outer.settings().and(hints), vars),
                deeper);
    }

    private @Nullable Path playbook(String name) {
        SourceCache sources = loading.sources();
        return sources.collections().playbook(name, sources.localPlugins().directories());
    }

    private Play play(YamlNode.Mapping mapping, Path file, Brought brought) {
        MappingReader play = new MappingReader(mapping, "a play", loading);
        Path dir = parent(file);
        PlayBuilder draft = new PlayBuilder();
        Map<String, Template> vars = play.vars("vars");
        vars.putAll(brought.vars());
        draft.knownVars().put("playbook_dir", new Template.Constant(dir.toString(), mapping.span()));
        draft.knownVars().putAll(vars);
        List<Template> varsFiles = play.templates("vars_files");
        varsFiles.forEach(each -> variables(each, dir, draft));
        Template name = play.template("name", Kind.TEXT);
        InheritedKeywords settings = loading.sources()
                .settings()
                .usual(mapping.span())
                .and(brought.settings())
                .and(SettingsReader.ofPlay(play, draft.knownVars()));
        TaskLocation place = new TaskLocation(null, file, dir, collections(mapping, dir));
        ReadContext around = new ReadContext(settings, place, draft, List.of(), false, List.of());

        Play.Sections sections = sections(play, around);
        Policy policy = policies.of(play, around);
        draft.checkNotices(loading);
        Template facts = play.template("gather_facts", Kind.BOOL);
        Play read = new Play(
                name,
                hosts(play),
                settings,
                new Play.Variables(vars, varsFiles, prompts(play.take("vars_prompt")), draft.roles()),
                new Play.Gathering(
                        facts == null ? loading.sources().settings().gatherFacts(mapping.span()) : facts,
                        play.templates("gather_subset", Kind.TEXT),
                        play.template("gather_timeout", Kind.WHOLE),
                        play.template("fact_path", Kind.TEXT)),
                new Play.Batching(
                        play.templates("serial", Kind.BATCH), play.template("order", Kind.ORDER), strategy(play)),
                new Play.ErrorHandling(
                        play.template("max_fail_percentage", Kind.PERCENT), play.template("force_handlers", Kind.BOOL)),
                sections,
                policy,
                dir,
                name == null ? mapping.entries().getFirst().key().span() : name.span());
        play.refuseRest();
        return read;
    }

    private Play.Sections sections(MappingReader play, ReadContext around) {
        List<Step> roleTasks = roleTasks(play.take("roles"), around);
        List<Step> preTasks = roles.steps().steps(play.take("pre_tasks"), around);
        List<Step> tasks = roles.steps().steps(play.take("tasks"), around);
        List<Step> postTasks = roles.steps().steps(play.take("post_tasks"), around);
        ReadContext asHandlers =
                new ReadContext(around.settings(), around.place(), around.play(), List.of(), true, List.of());
        List<Handler> own = roles.steps().handlers(play.take("handlers"), asHandlers);
        List<Handler> handlers = new ArrayList<>(around.play().roleHandlers());
        handlers.addAll(own);
        handlers.addAll(around.play().importedHandlers());
        return new Play.Sections(preTasks, roleTasks, tasks, postTasks, handlers);
    }

    private List<Step> roleTasks(@Nullable YamlNode list, ReadContext around) {
        List<Step> steps = new ArrayList<>();
        for (RoleRequest request : roles.requests(list, around)) {
            LoadedRole use = roles.use(request, around, null);
            if (use != null) {
                around.play().roles().addAll(use.all());
                around.play().addRoleHandlers(use.handlers());
                steps.addAll(use.steps());
            }
        }
        return steps;
    }

    private Template hosts(MappingReader play) {
        Template hosts = play.template("hosts");
        if (hosts == null || (hosts instanceof Template.Constant(String text, var _) && text.isBlank())) {
            Span place = hosts == null ? play.node().entries().getFirst().key().span() : hosts.span();
            loading.error(place, "a play needs 'hosts'", "'hosts: all' means every host of the inventory");
            return new Template.Constant("", place);
        }
        return hosts;
    }

    private @Nullable Template strategy(MappingReader play) {
        Template strategy = play.template("strategy", Kind.STRATEGY);
        if (strategy != null && "debug".equals(ScalarValues.shortName(String.valueOf(Constants.text(strategy))))) {
            loading.passOver(
                    Rule.UNSUPPORTED,
                    strategy.span(),
                    "strategy 'debug' is 'linear' here: there is no debugger, and a task that fails has failed");
        }
        return strategy;
    }

    // Reads a variable file while loading: names of imports may use its variables, and a missing file shows before the
    // run.
    private void variables(Template file, Path dir, PlayBuilder draft) {
        List<Template> choices = file instanceof Template.Sequence sequence ? sequence.items() : List.of(file);
        List<Path> places = new ArrayList<>();
        for (Template choice : choices) {
            if (!(choice instanceof Template.Constant(String name, var _))) {
                return;
            }
            List<Path> its = VariableFilePlaces.of(dir, name);
            places.addAll(its);
            Optional<Path> found = its.stream().filter(Files::isRegularFile).findFirst();
            if (found.isPresent()) {
                YamlNode node = data(found.get(), choice.span());
                if (node instanceof YamlNode.Mapping mapping) {
                    policies.refuseIn(mapping, "in a variable file");
                    draft.knownVars().putAll(loading.templates().entries(mapping));
                } else if (node != null) {
                    loading.fault(Rule.SYNTAX, node.span(), "a variable file must contain a mapping", null);
                }
                return;
            }
        }
        loading.fault(
                Rule.FILE,
                new MissingFile(
                        file.span(),
                        choices.size() == 1 ? "no such variable file" : "none of these variable files exists",
                        null,
                        places));
    }

    private @Nullable YamlNode data(Path file, Span place) {
        try {
            return loading.sources().data(file).orElse(null);
        } catch (UserError e) {
            loading.fault(Rule.SYNTAX, e.at(place));
            return null;
        }
    }

    private List<Play.Prompt> prompts(@Nullable YamlNode node) {
        List<Play.Prompt> prompts = new ArrayList<>();
        if (node == null) {
            return prompts;
        }
        for (YamlNode item : Templates.each(node)) {
            if (!(item instanceof YamlNode.Mapping mapping)) {
                loading.error(item.span(), "'vars_prompt' is a list of mappings with 'name' and 'prompt'");
                continue;
            }
            MappingReader fields = new MappingReader(mapping, "vars_prompt", loading);
            String name = fields.variable("name");
            Template prompt = fields.template("prompt");
            Template scheme = fields.template("encrypt");
            Template salt = fields.template("salt");
            Template saltSize = fields.template("salt_size", Kind.WHOLE);
            boolean unsafe = fields.flag("unsafe", false);
            Template byDefault = fields.template("default");
            boolean isPrivate = fields.flag("private", true);
            boolean confirm = fields.flag("confirm", false);
            fields.refuseRest();
            if (name == null) {
                loading.error(mapping.span(), "a prompt needs the 'name' of a variable");
            } else {
                Template shown = prompt == null ? new Template.Constant(name, mapping.span()) : prompt;
                prompts.add(new Play.Prompt(
                        name,
                        shown,
                        byDefault,
                        isPrivate,
                        confirm,
                        scheme == null ? null : new Play.Encryption(scheme, salt, saltSize),
                        unsafe));
            }
        }
        return prompts;
    }

    /**
     * The collections to search for short names: first the collection that contains the playbook, then those of the
     * play.
     */
    private static List<String> collections(YamlNode.Mapping play, Path dir) {
        return Stream.concat(CollectionSearch.around(dir).stream(), SettingsReader.collections(play).stream())
                .distinct()
                .toList();
    }

    private static Path parent(Path file) {
        Path parent = file.toAbsolutePath().getParent();
        return parent == null ? file.toAbsolutePath() : parent;
    }
}
