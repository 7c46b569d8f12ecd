package io.hitless.playbook.load;

import io.hitless.playbook.Block;
import io.hitless.playbook.Handler;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Kind;
import io.hitless.playbook.Meta;
import io.hitless.playbook.Step;
import io.hitless.source.Finding.Rule;
import io.hitless.source.MappedText;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads lists of tasks, blocks and handlers. */
final class StepReader {
    private final LoadContext loading;
    private final TaskReader tasks;
    private final IncludeReader includes;

    StepReader(LoadContext loading, RoleReader roles) {
        this.loading = loading;
        this.tasks = new TaskReader(loading);
        this.includes = new IncludeReader(loading, this, roles);
    }

    /** The steps of a list; imports are replaced by the imported steps. */
    List<Step> steps(@Nullable YamlNode list, ReadContext around) {
        List<Step> steps = new ArrayList<>();
        mappings(list).forEach(mapping -> steps.addAll(loading.reading(() -> steps(mapping, around), its -> its)));
        return steps;
    }

    /** The handlers of a list. */
    List<Handler> handlers(@Nullable YamlNode list, ReadContext around) {
        List<Handler> handlers = new ArrayList<>();
        for (YamlNode.Mapping mapping : mappings(list)) {
            handlers.addAll(loading.reading(() -> handlers(mapping, around), Handler::step));
        }
        return handlers;
    }

    private List<Handler> handlers(YamlNode.Mapping mapping, ReadContext around) {
        if (mapping.get("block") != null) {
            // Ansible reads such a block, but finds none of its handlers when they are notified.
            loading.passOver(Rule.HANDLER, mapping.span(), "a block among handlers is never notified");
            return List.of();
        }
        MappingReader fields = new MappingReader(mapping, "a handler", loading);
        List<String> listen = fields.templates("listen", Kind.TEXT).stream()
                .map(topic -> String.valueOf(Constants.text(topic)))
                .toList();
        TaskReader.Common common = tasks.common(fields, around);
        ActionKey action = new ActionReader(loading).find(fields);
        if (action == null) {
            return List.of();
        }
        List<Handler> handlers = new ArrayList<>();
        switch (action.shortName()) {
            case "import_tasks" -> handlers.addAll(includes.importHandlers(action, fields, common, around));
            case "import_role", "include_role" ->
                loading.error(
                        action.span(),
                        "'" + action.shortName() + "' can't be a handler",
                        "a role's handlers come with the role");
            default -> step(action, fields, common, around).forEach(step -> handlers.add(new Handler(step, listen)));
        }
        handlers.forEach(handler -> around.play().answers(handler, around.place()));
        return handlers;
    }

    private List<Step> steps(YamlNode.Mapping mapping, ReadContext outer) {
        ReadContext around = outer.searching(SettingsReader.collections(mapping));
        if (mapping.get("block") != null) {
            return List.of(block(mapping, around));
        }
        MappingReader fields = new MappingReader(mapping, "a task", loading);
        TaskReader.Common common = tasks.common(fields, around);
        ActionKey action = new ActionReader(loading).find(fields);
        return action == null ? List.of() : step(action, fields, common, around);
    }

    private List<Step> step(ActionKey action, MappingReader fields, TaskReader.Common written, ReadContext around) {
        TaskReader.Common common = action.local() ? onController(written, action.span()) : written;
        return switch (action.shortName()) {
            case "import_tasks" -> includes.importTasks(action, fields, common, around);
            case "import_role" -> includes.importRole(action, fields, common, around);
            case "include_tasks" -> one(includes.includeTasks(action, fields, common, around));
            case "include_role" -> one(includes.includeRole(action, fields, common, around));
            case "meta" -> one(meta(action, common, around));
            default -> List.of(tasks.call(action, fields, common, around));
        };
    }

    private static List<Step> one(@Nullable Step step) {
        return Optional.ofNullable(step).map(List::of).orElse(List.of());
    }

    private Block block(YamlNode.Mapping mapping, ReadContext around) {
        MappingReader fields = new MappingReader(mapping, "a block", loading);
        Template name = fields.template("name", Kind.TEXT);
        ReadContext inside = around.with(around.settings().and(SettingsReader.own(fields, around)))
                .notifying(TaskReader.notifies(fields, around));
        List<Step> steps = steps(fields.take("block"), inside);
        List<Step> rescue = steps(fields.take("rescue"), inside);
        List<Step> always = steps(fields.take("always"), inside);
        fields.refuseRest();
        Span span = name == null ? mapping.entries().getFirst().key().span() : name.span();
        return new Block(name, steps, rescue, always, inside.settings(), span);
    }

    private @Nullable Meta meta(ActionKey action, TaskReader.Common common, ReadContext around) {
        MappedText text = action.text();
        String word = text == null ? "" : text.text().strip();
        List<String> words =
                Arrays.stream(Meta.Kind.values()).map(Meta.Kind::word).toList();
        if (!words.contains(word)) {
            loading.error(
                    Rule.VALUE,
                    text == null ? action.span() : text.span(),
                    word.isEmpty() ? "'meta' needs a word" : "unknown 'meta: " + word + "'",
                    Objects.requireNonNullElse(
                            Suggestion.didYouMean(word, words), "it is one of " + String.join(", ", words)));
            return null;
        }
        Meta.Kind kind = Meta.Kind.valueOf(word.toUpperCase(Locale.ROOT));
        if (kind == Meta.Kind.END_ROLE && around.place().role() == null) {
            loading.error(Objects.requireNonNull(text).span(), "'meta: end_role' is not in a role", null);
        }
        return new Meta(
                action.name(),
                common.name(),
                kind,
                around.settings().and(common.settings()),
                around.place(),
                action.span());
    }

    // local_action delegates to the controller.
    private static TaskReader.Common onController(TaskReader.Common common, Span span) {
        InheritedKeywords own = common.settings();
        Map<Keyword, Template> keywords = new EnumMap<>(Keyword.class);
        keywords.putAll(own.keywords());
        keywords.put(Keyword.DELEGATE_TO, new Template.Constant("localhost", span));
        InheritedKeywords local = new InheritedKeywords(
                keywords,
                own.when(),
                own.tags(),
                own.environment(),
                own.vars(),
                own.includeParams(),
                own.moduleDefaults());
        return new TaskReader.Common(common.name(), local, common.control(), common.resultRules());
    }

    private List<YamlNode.Mapping> mappings(@Nullable YamlNode list) {
        List<YamlNode.Mapping> mappings = new ArrayList<>();
        if (list == null) {
            return mappings;
        }
        if (!(list instanceof YamlNode.Sequence sequence)) {
            loading.error(list.span(), "a list of tasks is wanted here", "begin each with '- '");
            return mappings;
        }
        for (YamlNode item : sequence.items()) {
            if (item instanceof YamlNode.Mapping mapping && !mapping.entries().isEmpty()) {
                mappings.add(mapping);
            } else if (item.plain() != null) {
                loading.error(item.span(), "a task is a mapping of keywords", "write 'module: options'");
            }
        }
        return mappings;
    }
}
