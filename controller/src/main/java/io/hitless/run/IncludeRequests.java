package io.hitless.run;

import io.hitless.event.ResultFields;
import io.hitless.playbook.Include;
import io.hitless.playbook.Loop;
import io.hitless.playbook.Tags;
import io.hitless.playbook.load.IncludeArguments;
import io.hitless.run.result.LoopResult;
import io.hitless.run.result.TaskResult;
import io.hitless.run.step.LoopIterations;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Computes what a host includes at a step, once or for each item of a loop, and the result that {@code register} keeps.
 */
final class IncludeRequests {
    /**
     * The file or role to include, with its arguments.
     *
     * @param item the label of the loop's item, or null
     * @param time how often the host included the same before; it tells two equal items of a loop apart
     */
    record Target(IncludeArguments arguments, @Nullable String item, int time) {
        Target again() {
            return new Target(arguments, item, time + 1);
        }

        String name() {
            return arguments.name();
        }
    }

    /**
     * An include of a host. In a plan, {@code doubt} says why it is unknown whether the host includes it; else it is
     * null.
     */
    record Request(Target target, @Nullable String doubt) {}

    /** An item of a loop for which the condition does not hold. */
    record SkippedItem(String label, TaskResult result) {}

    private final Include include;
    private final List<Request> requests = new ArrayList<>();
    private final List<TaskResult> results = new ArrayList<>();
    private final List<SkippedItem> skipped = new ArrayList<>();

    private IncludeRequests(Include include) {
        this.include = include;
    }

    /**
     * @param scopes returns the host's variables, with the given variables of an item
     * @throws UserError if a template in the include can't be resolved
     */
    static IncludeRequests of(Include include, Function<Map<String, @Nullable Object>, Scope> scopes) {
        IncludeRequests requests = new IncludeRequests(include);
        Loop loop = include.loop();
        if (loop == null) {
            requests.add(scopes.apply(Map.of()), Map.of(), null);
        } else {
            requests.addItems(loop, scopes);
        }
        return requests;
    }

    List<Request> all() {
        return requests;
    }

    List<SkippedItem> skipped() {
        return skipped;
    }

    /** Returns the result of the include itself. The included steps have results of their own. */
    TaskResult result() {
        return include.loop() == null ? results.getFirst() : LoopResult.ofLoop(results);
    }

    private void addItems(Loop loop, Function<Map<String, @Nullable Object>, Scope> scopes) {
        Scope outer = scopes.apply(Map.of());
        List<?> items = loop.items().of(outer);
        LoopIterations iterations = LoopIterations.of(loop, items, outer);
        for (int i = 0; i < items.size(); i++) {
            Map<String, @Nullable Object> extras = iterations.variables(i);
            Scope scope = scopes.apply(extras);
            Template label = loop.label();
            Object item = label == null ? items.get(i) : label.resolve(scope);
            add(scope, extras, shown(item));
            TaskResult result = results.removeLast();
            for (var mark : iterations.marks(i).entrySet()) {
                result = result.with(mark.getKey(), mark.getValue());
            }
            results.add(result);
            if (result.skipped()) {
                skipped.add(new SkippedItem(Values.text(item), result));
            }
            List<Expression> breakWhen = loop.breakWhen();
            if (!breakWhen.isEmpty() && Expression.firstFalse(breakWhen, scope) == null) {
                break;
            }
        }
    }

    // As in Ansible, an include shows no label that counts as false.
    private static @Nullable String shown(@Nullable Object label) {
        return Values.truthy(label) ? Values.text(label) : null;
    }

    private void add(Scope scope, Map<String, @Nullable Object> extras, @Nullable String item) {
        String doubt = null;
        try {
            Expression wrong = Expression.firstFalse(include.settings().when(), scope);
            if (wrong != null) {
                results.add(TaskResult.skippedBy(wrong));
                return;
            }
        } catch (UnknownValueError e) {
            doubt = e.what();
        }
        Map<String, @Nullable Object> options = new LinkedHashMap<>();
        include.options().forEach((name, written) -> options.put(name, defined(written, scope)));
        Target target = target(scope, options, extras, item);
        while (isRequested(target)) {
            target = target.again();
        }
        requests.add(new Request(target, doubt));
        results.add(included(target, options, item != null));
    }

    private boolean isRequested(Target target) {
        return requests.stream().anyMatch(request -> request.target().equals(target));
    }

    private Target target(
            Scope scope,
            Map<String, @Nullable Object> options,
            Map<String, @Nullable Object> loopVariables,
            @Nullable String item) {
        Map<String, String> from = new LinkedHashMap<>();
        options.forEach((name, value) -> from.put(name, Values.text(value)));
        List<String> tags = new ArrayList<>();
        for (Template written : include.applyTags()) {
            Object value = defined(written, scope);
            (value instanceof List<?> several ? several : List.of(Values.text(value)))
                    .forEach(tag -> tags.addAll(Tags.split(Values.text(tag))));
        }
        String name = Values.text(defined(include.target(), scope));
        return new Target(new IncludeArguments(name, from, tags, loopVariables), item, 0);
    }

    /** Returns the result of one item. As in Ansible, it has no {@code changed}. */
    private TaskResult included(Target target, Map<String, @Nullable Object> options, boolean ofLoop) {
        Map<String, @Nullable Object> args = new LinkedHashMap<>();
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        if (include.kind() == Include.Kind.TASKS) {
            fields.put("include", target.name());
        } else {
            args.put("name", target.name());
            args.putAll(options);
        }
        fields.put("include_args", args);
        if (!ofLoop) {
            fields.put(ResultFields.CHANGED, false);
        }
        return new TaskResult(fields, false, false, false, List.of(), null);
    }

    private static @Nullable Object defined(Template written, Scope scope) {
        Object value = written.resolve(scope);
        if (value instanceof Undefined missing) {
            throw new UserError(written.span(), String.valueOf(missing.what()));
        }
        return value;
    }
}
