package io.hitless.playbook.load;

import io.hitless.module.ModuleSpec;
import io.hitless.playbook.ScalarValues;
import io.hitless.source.Finding.Rule;
import io.hitless.source.MappedText;
import io.hitless.source.NotHere;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Finds the key of a task that names its action. */
public final class ActionReader {
    /** Actions that are part of the language, not modules. */
    public static final Set<String> STATEMENTS =
            Set.of("import_tasks", "include_tasks", "import_role", "include_role", "meta");

    private final LoadContext loading;

    ActionReader(LoadContext loading) {
        this.loading = loading;
    }

    /**
     * Returns the task's action. All other keywords must already have been taken. Reports an error and returns null if
     * there is no action, or more than one.
     */
    @Nullable
    ActionKey find(MappingReader task) {
        task.take("args"); // read with the options
        YamlNode generic = task.take("action");
        YamlNode local = task.take("local_action");
        List<YamlNode.Entry> actions = new ArrayList<>();
        List<YamlNode.Entry> others = new ArrayList<>();
        task.rest().forEach(entry -> (isAction(entry.name()) ? actions : others).add(entry));
        int found = actions.size() + (generic == null ? 0 : 1) + (local == null ? 0 : 1);
        if (found == 0 && !others.isEmpty()) {
            others.subList(1, others.size()).forEach(task::refuse);
            YamlNode.Entry only = others.getFirst();
            return isGone(only) ? null : action(only.name(), only.key().span(), only.value(), false);
        }
        others.forEach(task::refuse);
        if (found == 0) {
            loading.error(task.span(), "a task must call a module");
            return null;
        }
        if (found > 1) {
            Span second =
                    actions.isEmpty() ? task.span() : actions.getLast().key().span();
            loading.error(second, "a task calls one module only", "make it two tasks, or mind the indentation");
            return null;
        }
        if (actions.size() == 1) {
            return action(
                    actions.getFirst().name(),
                    actions.getFirst().key().span(),
                    actions.getFirst().value(),
                    false);
        }
        return generic != null ? generic("action", generic) : generic("local_action", local);
    }

    private boolean isAction(String name) {
        try {
            return STATEMENTS.contains(ScalarValues.shortName(name)) || loading.module(name) != null;
        } catch (UserError _) {
            return true; // the module exists; that it can't be run is an error of the task
        }
    }

    private boolean isGone(YamlNode.Entry entry) {
        switch (ScalarValues.shortName(entry.name())) {
            case "include" ->
                loading.error(
                        Rule.MODULE,
                        entry.key().span(),
                        "'include' is gone",
                        "use include_tasks, import_tasks or import_playbook");
            case "import_playbook" ->
                loading.error(
                        Rule.MODULE,
                        entry.key().span(),
                        "'import_playbook' belongs beside plays, not among tasks",
                        null);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** Returns the module that an action names. A missing module fails when the task is reached. */
    ModuleSpec module(ActionKey action, MappingReader task) {
        try {
            ModuleSpec module = loading.module(action.name());
            return module == null ? unknown(action, task) : module;
        } catch (UserError e) {
            return unavailable(action, new NotHere(action.span(), e.what(), e.hint()));
        }
    }

    private ModuleSpec unknown(ActionKey action, MappingReader task) {
        List<String> words = new ArrayList<>(loading.moduleNames());
        words.addAll(STATEMENTS);
        words.addAll(task.known());
        String elsewhere = Elsewhere.hint(action.name());
        return unavailable(
                action,
                new NotHere(
                        action.span(),
                        elsewhere == null
                                ? "unknown module '" + action.name() + "'"
                                : "hitless has no module '" + action.name() + "'",
                        elsewhere == null ? Suggestion.didYouMean(action.shortName(), words) : elsewhere));
    }

    private ModuleSpec unavailable(ActionKey action, NotHere error) {
        loading.fault(Rule.MODULE, error);
        return ModuleSpec.unavailable(action.name(), error);
    }

    // action: copy src=a dest=b, or action: {module: copy, src: a}
    private @Nullable ActionKey generic(String key, @Nullable YamlNode value) {
        boolean local = key.equals("local_action");
        if (value instanceof YamlNode.Mapping mapping && mapping.get("module") instanceof YamlNode.Scalar module) {
            YamlNode.Mapping rest = new YamlNode.Mapping(
                    mapping.entries().stream()
                            .filter(entry -> !entry.name().equals("module"))
                            .toList(),
                    mapping.span());
            return generic(module.text(), null, rest, local);
        }
        if (value instanceof YamlNode.Scalar scalar && !scalar.text().text().isBlank()) {
            MappedText text = scalar.text();
            String stripped = text.text().strip();
            int start = text.text().indexOf(stripped);
            int end = endOfName(text.text(), start);
            return generic(text.part(start, end), text.part(end, text.text().length()), null, local);
        }
        if (value != null) {
            loading.error(
                    value.span(), "'" + key + "' takes a module's name with its options, or a mapping with 'module'");
        }
        return null;
    }

    /** A name ends at a blank, but not within a template. */
    private static int endOfName(String text, int start) {
        int end = start;
        while (end < text.length() && !Character.isWhitespace(text.charAt(end))) {
            int close = text.startsWith("{{", end) ? text.indexOf("}}", end) : -1;
            end = close < 0 ? end + 1 : close + 2;
        }
        return end;
    }

    private ActionKey generic(
            MappedText name, @Nullable MappedText text, YamlNode.@Nullable Mapping options, boolean local) {
        Template template = loading.language().template(name);
        return new ActionKey(
                name.text(), Templates.isConstant(template) ? null : template, name.span(), text, options, local);
    }

    private @Nullable ActionKey action(String name, Span span, YamlNode value, boolean local) {
        return switch (value) {
            case YamlNode.Mapping mapping -> new ActionKey(name, span, null, mapping, local);
            case YamlNode.Scalar scalar ->
                new ActionKey(name, span, scalar.value() == null ? null : scalar.text(), null, local);
            case YamlNode.Sequence _
            when name.equals("rescue") || name.equals("always") -> {
                loading.error(
                        Rule.KEYWORD,
                        span,
                        "'" + name + "' belongs to a block, and there is none here",
                        "write the tasks before it under 'block'");
                yield null;
            }
            case YamlNode.Sequence _ -> {
                loading.error(value.span(), "'" + name + "' takes options as a mapping or in one line, not a list");
                yield null;
            }
        };
    }
}
