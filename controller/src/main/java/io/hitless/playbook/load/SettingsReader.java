package io.hitless.playbook.load;

import io.hitless.module.ModuleSpec;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Kind;
import io.hitless.playbook.Tags;
import io.hitless.source.Finding.Rule;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the keywords that plays, roles, blocks and tasks share. */
final class SettingsReader {
    private static final Set<Keyword> NOT_OF_PLAYS = EnumSet.of(Keyword.DELEGATE_TO, Keyword.DELEGATE_FACTS);

    private SettingsReader() {}

    /** The keywords of a play: without conditions, variables and delegation. */
    static InheritedKeywords ofPlay(MappingReader fields, Map<String, Template> vars) {
        Map<Keyword, Template> keywords = keywords(fields, EnumSet.complementOf(EnumSet.copyOf(NOT_OF_PLAYS)));
        Template user = fields.template("user", Kind.TEXT);
        if (user != null) {
            keywords.putIfAbsent(Keyword.REMOTE_USER, user);
        }
        return settings(fields, keywords, List.of(), vars);
    }

    /** The own keywords of a role, block or task. */
    static InheritedKeywords own(MappingReader fields, ReadContext around) {
        InheritedKeywords common = settings(
                fields,
                keywords(fields, EnumSet.allOf(Keyword.class)),
                List.of(),
                around.play().knownVars());
        Map<String, Template> vars = fields.vars("vars");
        vars.values().forEach(fields.loading()::check);
        return new InheritedKeywords(
                common.keywords(),
                fields.conditions("when"),
                common.tags(),
                common.environment(),
                vars.isEmpty() ? List.of() : List.of(vars),
                List.of(),
                common.moduleDefaults());
    }

    /** The value of {@code collections}: the collections to search for short names. */
    static List<String> collections(YamlNode.Mapping mapping) {
        YamlNode named = mapping.get("collections");
        return named == null
                ? List.of()
                : Templates.each(named).stream()
                        .map(name -> String.valueOf(name.plain()))
                        .toList();
    }

    /** Reads tags: a list, or a text with commas. */
    static List<String> tags(MappingReader fields, Map<String, Template> vars) {
        List<String> tags = new ArrayList<>();
        for (Template tag : fields.templates("tags")) {
            new LoadTimeText(fields.loading(), vars, "a tag").each(tag).forEach(text -> tags.addAll(Tags.split(text)));
        }
        return tags;
    }

    private static InheritedKeywords settings(
            MappingReader fields,
            Map<Keyword, Template> keywords,
            List<Map<String, Template>> own,
            Map<String, Template> known) {
        refuseDebugger(fields);
        fields.templates("collections", Kind.TEXT)
                .forEach(name ->
                        fields.loading().sources().localPlugins().addCollection(String.valueOf(Constants.text(name))));
        return new InheritedKeywords(
                keywords, List.of(), tags(fields, known), environment(fields), own, List.of(), moduleDefaults(fields));
    }

    private static void refuseDebugger(MappingReader fields) {
        Template debugger = fields.template("debugger", Kind.DEBUGGER);
        if (debugger == null || "never".equals(Constants.text(debugger))) {
            return;
        }
        if (!(debugger instanceof Template.Constant(Object value, var _)) || Kind.DEBUGGER.takes(value)) {
            fields.loading()
                    .error(
                            Rule.UNSUPPORTED,
                            debugger.span(),
                            "there is no debugger here",
                            "remove 'debugger'; --step asks before each task, and -vv shows more of what fails");
        }
    }

    private static List<Template> environment(MappingReader fields) {
        List<Template> environment = fields.templates("environment");
        List<Template> out = new ArrayList<>();
        for (Template part : environment) {
            if (part instanceof Template.Constant || part instanceof Template.Sequence) {
                fields.loading().passOver(Rule.VALUE, part.span(), "'environment' is not a mapping of variables");
            } else {
                out.add(part);
            }
        }
        return out;
    }

    private static Map<Keyword, Template> keywords(MappingReader fields, Set<Keyword> allowed) {
        Map<Keyword, Template> keywords = new EnumMap<>(Keyword.class);
        for (Keyword keyword : allowed) {
            Template value = fields.template(keyword.word(), keyword.kind());
            if (value != null) {
                keywords.put(keyword, value);
            }
        }
        return keywords;
    }

    private static Map<String, Map<String, Template>> moduleDefaults(MappingReader fields) {
        Map<String, Map<String, Template>> out = new LinkedHashMap<>();
        YamlNode node = fields.take("module_defaults");
        if (node == null) {
            return out;
        }
        for (YamlNode part : Templates.each(node)) {
            if (!(part instanceof YamlNode.Mapping modules)) {
                fields.loading().error(part.span(), "'module_defaults' must be a mapping of modules to options");
                continue;
            }
            modules.entries().forEach(entry -> moduleDefault(entry, fields.loading(), out));
        }
        return out;
    }

    private static void moduleDefault(
            YamlNode.Entry entry, LoadContext loading, Map<String, Map<String, Template>> out) {
        if (entry.name().startsWith("group/")) {
            groupDefault(entry, loading, out);
            return;
        }
        ModuleSpec module = loading.module(entry.name());
        if (module == null) {
            loading.passOver(
                    Rule.MODULE, entry.key().span(), "defaults of '" + entry.name() + "', which is not a module here");
            return;
        }
        out.put(module.name(), options(entry, module, loading));
    }

    private static void groupDefault(
            YamlNode.Entry entry, LoadContext loading, Map<String, Map<String, Template>> out) {
        SourceCache sources = loading.sources();
        Set<String> members = new ActionGroups(
                        sources.collections(), sources.localPlugins().directories())
                .modules(entry.name().substring("group/".length()));
        if (members == null) {
            loading.passOver(
                    Rule.UNSUPPORTED,
                    entry.key().span(),
                    "defaults of '" + entry.name() + "': no collection that is installed here has this group");
            return;
        }
        for (String member : members) {
            ModuleSpec module = loading.module(member);
            if (module != null) {
                out.put(entry.name() + " " + module.name(), options(entry, module, loading));
            }
        }
    }

    private static Map<String, Template> options(YamlNode.Entry entry, ModuleSpec module, LoadContext loading) {
        Map<String, Template> defaults = new LinkedHashMap<>();
        if (!(entry.value() instanceof YamlNode.Mapping options)) {
            loading.error(entry.value().span(), "the defaults of a module must be a mapping of options");
            return defaults;
        }
        for (YamlNode.Entry option : options.entries()) {
            String name = ArgumentReader.canonical(module, option.key().span(), option.name(), loading);
            Template value = loading.templates().of(option.value());
            loading.check(value);
            defaults.put(name, value);
        }
        return defaults;
    }

    /** Refuses a keyword with a specific message. */
    static void refuse(MappingReader fields, String key, String message, @Nullable String hint) {
        YamlNode value = fields.take(key);
        if (value != null) {
            fields.loading().error(value.span(), message, hint);
        }
    }
}
