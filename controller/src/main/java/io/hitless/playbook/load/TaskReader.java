package io.hitless.playbook.load;

import io.hitless.module.ModuleSpec;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Kind;
import io.hitless.playbook.Loop;
import io.hitless.playbook.Retry;
import io.hitless.playbook.Task;
import io.hitless.playbook.TaskOptions;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.template.Expression;
import io.hitless.template.LoopItems;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Reads what a task has besides its action: loop, retry, conditions on the result; and puts module calls together. */
final class TaskReader {
    /** What every kind of task can have. */
    record Common(
            @Nullable Template name,
            InheritedKeywords settings,
            @Nullable Loop loop,
            @Nullable Retry retry,
            @Nullable String register,
            List<Expression> changedWhen,
            List<Expression> failedWhen,
            List<Template> notifies) {}

    private final LoadContext loading;

    TaskReader(LoadContext loading) {
        this.loading = loading;
    }

    /** Everything but the action and its arguments; the settings are the task's own. */
    Common common(MappingReader task, ReadContext around) {
        refuseAsync(task);
        List<Expression> until = task.conditions("until");
        Template retries = task.template("retries", Kind.WHOLE);
        Template delay = task.template("delay", Kind.NUMBER);
        List<Template> notifies = task.templates("notify", Kind.TEXT);
        if (task.node().get("notify") == null) {
            notifies = around.notifies();
        }
        around.play().notified(notifies);
        return new Common(
                task.template("name", Kind.TEXT),
                SettingsReader.own(task, around),
                loop(task),
                until.isEmpty() && retries == null ? null : new Retry(until, retries, delay),
                task.variable("register"),
                task.conditions("changed_when"),
                task.conditions("failed_when"),
                notifies);
    }

    /** A call of a module. */
    Task call(ActionKey action, ModuleSpec module, MappingReader task, Common common, ReadContext around) {
        InheritedKeywords settings = around.settings().and(common.settings());
        TaskOptions arguments = new ArgumentReader(loading).read(action, module, task, settings);
        return new Task(
                common.name(),
                action.name(),
                module,
                arguments,
                settings,
                common.loop(),
                common.retry(),
                common.register(),
                common.changedWhen(),
                common.failedWhen(),
                common.notifies(),
                around.place(),
                common.name() == null ? action.span() : common.name().span());
    }

    private void refuseAsync(MappingReader task) {
        task.template("poll", Kind.WHOLE);
        YamlNode async = task.take("async");
        if (async != null && !"0".equals(String.valueOf(async.plain()))) {
            loading.error(
                    async.span(),
                    "'async' is not supported: a task holds its connection until it ends",
                    "'timeout' bounds a long task; hosts of a batch run at the same time anyway");
        }
    }

    private @Nullable Loop loop(MappingReader task) {
        YamlNode control = task.take("loop_control");
        YamlNode items = task.take("loop");
        Span key = items == null ? null : items.span();
        String lookup = "list";
        for (YamlNode.Entry entry : task.rest()) {
            if (!entry.name().startsWith("with_")) {
                continue;
            }
            task.take(entry.name());
            if (items != null) {
                loading.error(entry.key().span(), "a task has one loop only");
                continue;
            }
            lookup = entry.name().substring("with_".length());
            key = entry.key().span();
            items = entry.value();
            if (!LoopItems.lookups().contains(lookup)) {
                List<String> loops =
                        LoopItems.lookups().stream().map("with_"::concat).toList();
                loading.error(key, "unknown loop '" + entry.name() + "'", Suggestion.didYouMean(entry.name(), loops));
            }
        }
        if (items == null) {
            return null;
        }
        Template what = loading.templates().of(items);
        loading.check(what);
        if (lookup.equals("list") && what instanceof Template.Constant(Object value, var _) && value != null) {
            loading.error(what.span(), "'loop' takes a list", "with_items makes a list of a single value");
        }
        return loop(lookup, what, control);
    }

    private Loop loop(String lookup, Template items, @Nullable YamlNode node) {
        if (node != null && !(node instanceof YamlNode.Mapping)) {
            loading.error(node.span(), "'loop_control' must be a mapping");
        }
        YamlNode.Mapping mapping =
                node instanceof YamlNode.Mapping given ? given : new YamlNode.Mapping(List.of(), items.span());
        MappingReader control = new MappingReader(mapping, "loop_control", loading);
        control.take("extended_allitems");
        Loop loop = new Loop(
                lookup,
                items,
                Objects.requireNonNullElse(control.variable("loop_var"), "item"),
                control.variable("index_var"),
                control.template("label", Kind.TEXT),
                control.template("pause", Kind.NUMBER),
                control.flag("extended", false));
        control.refuseRest();
        return loop;
    }
}
