package io.hitless.playbook.load;

import io.hitless.module.ModuleSpec;
import io.hitless.playbook.Async;
import io.hitless.playbook.InheritedKeywords;
import io.hitless.playbook.Kind;
import io.hitless.playbook.Loop;
import io.hitless.playbook.Retry;
import io.hitless.playbook.Task;
import io.hitless.playbook.TaskOptions;
import io.hitless.playbook.TemplatedModule;
import io.hitless.source.Finding.Rule;
import io.hitless.source.NotHere;
import io.hitless.source.Span;
import io.hitless.source.Suggestion;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.LoopItems;
import io.hitless.template.Template;
import io.hitless.yaml.YamlNode;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads the keywords of a task besides its action: loop, retry, conditions on the result. Assembles module calls. */
final class TaskReader {
    /** The keywords that every kind of task can have. */
    record Common(
            @Nullable Template name, InheritedKeywords settings, Task.Control control, Task.ResultRules resultRules) {}

    private final LoadContext loading;

    TaskReader(LoadContext loading) {
        this.loading = loading;
    }

    /**
     * Reads everything except the action and its arguments. The returned settings are the task's own, without inherited
     * ones.
     */
    Common common(MappingReader task, ReadContext around) {
        List<Expression> until = task.conditions("until");
        Template retries = task.template("retries", Kind.WHOLE);
        Template delay = task.template("delay", Kind.NUMBER);
        List<Template> notifies = notifies(task, around);
        return new Common(
                task.template("name", Kind.TEXT),
                SettingsReader.own(task, around),
                new Task.Control(
                        loop(task),
                        until.isEmpty() && retries == null ? null : new Retry(until, retries, delay),
                        async(task)),
                new Task.ResultRules(
                        task.variable("register"),
                        task.conditions("changed_when"),
                        task.conditions("failed_when"),
                        notifies));
    }

    /** The handlers that a step notifies. As in Ansible, its own {@code notify} replaces the inherited one. */
    static List<Template> notifies(MappingReader fields, ReadContext around) {
        List<Template> own = fields.templates("notify", Kind.TEXT);
        List<Template> notifies = fields.node().get("notify") == null ? around.notifies() : own;
        around.play().notified(notifies);
        return notifies;
    }

    /** Reads the call of a module. */
    Task call(ActionKey action, MappingReader task, Common common, ReadContext around) {
        if (action.template() == null) {
            ModuleSpec module = new ActionReader(loading).module(action, task);
            return call(action.name(), action, module, null, task, common, around);
        }
        loading.check(action.template());
        NotHere early =
                new NotHere(action.span(), "the module '" + action.name() + "' is known when the task runs", null);
        TemplatedModule<Task> module = new TemplatedModule<>(
                action.template(), name -> called(action.name(), action.named(name), task.node(), common, around));
        return call(action.name(), action, ModuleSpec.unavailable(action.name(), early), module, task, common, around);
    }

    private Task call(
            String shown,
            ActionKey action,
            ModuleSpec module,
            @Nullable TemplatedModule<Task> templated,
            MappingReader task,
            Common common,
            ReadContext around) {
        InheritedKeywords settings = around.settings().and(common.settings());
        TaskOptions arguments = new ArgumentReader(loading).read(action, module, task, settings);
        return new Task(
                common.name(),
                shown,
                module,
                arguments,
                settings,
                common.control(),
                common.resultRules(),
                around.place(),
                common.name() == null ? action.span() : common.name().span(),
                templated);
    }

    /**
     * Reads a task again, when the name of its module is known.
     *
     * @throws UserError if there is no such module, or the arguments don't fit it
     */
    private Task called(String shown, ActionKey action, YamlNode.Mapping written, Common common, ReadContext around) {
        LoadContext again = loading.apart();
        MappingReader task = new MappingReader(written, "a task", again);
        Task read = again.exactly(() -> new TaskReader(again)
                .call(shown, action, new ActionReader(again).module(action, task), null, task, common, around));
        again.throwIfAny();
        return read;
    }

    private static @Nullable Async async(MappingReader task) {
        Template seconds = task.template("async", Kind.WHOLE);
        Template poll = task.template("poll", Kind.WHOLE);
        return seconds == null ? null : new Async(seconds, poll);
    }

    private @Nullable Loop loop(MappingReader task) {
        YamlNode control = task.take("loop_control");
        YamlNode items = task.take("loop");
        Span key = items == null ? null : items.span();
        String lookup = LoopItems.NONE;
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
            checkLookup(lookup, key);
        }
        if (items == null) {
            if (control != null) {
                loop(LoopItems.NONE, new Template.Sequence(List.of(), control.span()), control); // for its errors
            }
            return null;
        }
        Template what = loading.templates().of(items);
        loading.check(what);
        if (lookup.equals(LoopItems.NONE) && what instanceof Template.Constant(Object value, var _) && value != null) {
            loading.fault(Rule.VALUE, what.span(), "'loop' takes a list", "with_items makes a list of a single value");
        }
        return loop(lookup, what, control);
    }

    private void checkLookup(String lookup, Span key) {
        try {
            if (!loading.language().hasLookup(lookup)) {
                List<String> loops = loading.language().lookups().stream()
                        .map("with_"::concat)
                        .toList();
                loading.notHere(
                        Rule.NAME,
                        key,
                        "unknown loop 'with_" + lookup + "'",
                        Suggestion.didYouMean("with_" + lookup, loops));
            }
        } catch (UserError e) { // the plugin can't be loaded
            loading.notHere(Rule.NAME, key, e.what(), e.hint());
        }
    }

    private Loop loop(String lookup, Template items, @Nullable YamlNode node) {
        if (node != null && !(node instanceof YamlNode.Mapping)) {
            loading.error(node.span(), "'loop_control' must be a mapping");
        }
        YamlNode.Mapping mapping =
                node instanceof YamlNode.Mapping given ? given : new YamlNode.Mapping(List.of(), items.span());
        MappingReader control = new MappingReader(mapping, "loop_control", loading);
        Loop loop = new Loop(
                loading.language().loop(lookup, items),
                control.variableName("loop_var"),
                control.variableName("index_var"),
                label(control.template("label", Kind.TEXT)),
                control.template("pause", Kind.NUMBER),
                control.conditions("break_when"),
                control.flag("extended", false),
                control.flag("extended_allitems", true));
        control.refuseRest();
        return loop;
    }

    // As in Ansible, a label that is written empty is none.
    private static @Nullable Template label(@Nullable Template written) {
        return written instanceof Template.Constant(var value, var _) && "".equals(value) ? null : written;
    }
}
