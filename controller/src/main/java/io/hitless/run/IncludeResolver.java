package io.hitless.run;

import static java.util.Objects.requireNonNull;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Include;
import io.hitless.playbook.IncludedRole;
import io.hitless.playbook.IncludedTasks;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Step;
import io.hitless.playbook.Tags;
import io.hitless.playbook.load.IncludeArguments;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.result.LoopResult;
import io.hitless.run.result.TaskResult;
import io.hitless.run.step.LoopIterations;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.run.task.UnexpectedError;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.Template;
import io.hitless.template.eval.Scope;
import io.hitless.value.BooleanWords;
import io.hitless.value.ComputeLimits;
import io.hitless.value.SecretUse;
import io.hitless.value.Undefined;
import io.hitless.value.UnknownValueError;
import io.hitless.value.Values;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** {@code include_tasks} and {@code include_role}: which hosts include which steps, with which variables. */
final class IncludeResolver {
    /** How deep includes may be nested. */
    private static final int MAX_DEPTH = 200;

    private final RunningPlay play;
    private final TaskEnvironment run;

    IncludeResolver(RunningPlay play, TaskEnvironment run) {
        this.play = play;
        this.run = run;
    }

    /**
     * Hosts that include the same steps with the same variables, and so continue in lock-step.
     *
     * @param item the label of the loop's item, or null
     * @param doubts in a plan: the hosts for which it is unknown whether they include the steps, and why
     */
    record Group(
            String what, @Nullable String item, List<Step> steps, List<HostRun> hosts, Map<String, String> doubts) {}

    /** The hosts that include the same steps. */
    private record IncludingHosts(List<HostRun> hosts, Map<String, String> doubts) {}

    /**
     * A file or role with its options.
     *
     * @param item the label of the loop's item, or null
     * @param time how often the host included the same before: an item that occurs twice is included twice
     */
    private record IncludeTarget(
            IncludeArguments arguments, @Nullable String item, int time) {
        IncludeTarget again() {
            return new IncludeTarget(arguments, item, time + 1);
        }

        String name() {
            return arguments.name();
        }
    }

    /**
     * The groups, in the order of their first hosts. A host whose include fails is marked as failed, and is in none.
     *
     * @param depth how many includes enclose this one
     * @param rescuable whether a rescue waits for what fails
     */
    List<Group> groups(Include include, List<HostRun> live, TaskRef ref, int depth, boolean rescuable)
            throws InterruptedException {
        return SecretUse.recording(
                new LinkedHashSet<>(), () -> loaded(include, targets(include, live, ref, rescuable), ref, depth));
    }

    /** What the hosts include. */
    private Map<IncludeTarget, IncludingHosts> targets(
            Include include, List<HostRun> live, TaskRef ref, boolean rescuable) throws InterruptedException {
        Map<IncludeTarget, IncludingHosts> byTarget = new LinkedHashMap<>();
        for (HostRun host : live) {
            try {
                List<IncludeRequest> requests = UnexpectedError.contained(() -> ComputeLimits.within(
                        ComputeLimits.Limit.of(run.settings().taskLimit()), () -> requests(include, host)));
                if (requests.isEmpty()) {
                    report(ref, host, skipped(include, host), Outcome.Status.SKIPPED, false);
                }
                for (IncludeRequest request : requests) {
                    IncludingHosts hosts = byTarget.computeIfAbsent(
                            request.target(), _ -> new IncludingHosts(new ArrayList<>(), new LinkedHashMap<>()));
                    hosts.hosts().add(host);
                    if (request.doubt() != null) {
                        hosts.doubts().put(host.name(), request.doubt());
                    }
                }
            } catch (UnknownValueError e) {
                report(ref, host, TaskResult.unknown(e.what()), Outcome.Status.UNKNOWN, false);
                run.plan()
                        .doubts()
                        .forRun(host, "which steps '" + ref.name() + "' includes before it is not known: " + e.what());
            } catch (UserError e) {
                refuse(include, ref, host, TaskResult.failure(e.getMessage()), rescuable);
            }
        }
        return byTarget;
    }

    private List<Group> loaded(Include include, Map<IncludeTarget, IncludingHosts> byTarget, TaskRef ref, int depth)
            throws InterruptedException {
        List<Group> groups = new ArrayList<>();
        for (Map.Entry<IncludeTarget, IncludingHosts> each : byTarget.entrySet()) {
            try {
                if (depth > MAX_DEPTH) {
                    throw new UserError(
                            include.span(),
                            "includes are nested more than " + MAX_DEPTH + " deep here",
                            "a file that includes itself needs a 'when' that ends it");
                }
                Group group = UnexpectedError.contained(() -> group(include, each.getKey(), each.getValue()));
                groups.add(group);
                List<String> names = group.hosts().stream().map(HostRun::name).toList();
                run.events().publish(new Event.Included(ref, group.what(), group.item(), names));
                group.hosts().forEach(HostRun::countIncluded);
            } catch (UserError e) {
                TaskResult result = TaskResult.failure(e.getMessage());
                TaskResult named = include.kind() == Include.Kind.TASKS
                        ? result.with("include", shown(each.getKey().name()))
                        : result;
                each.getValue().hosts().forEach(host -> fail(ref, host, named));
            }
        }
        return groups;
    }

    /** What a host includes; {@code doubt} says, in a plan, why it is unknown whether it does. */
    private record IncludeRequest(
            IncludeTarget target, @Nullable String doubt) {}

    private List<IncludeRequest> requests(Include include, HostRun host) {
        List<IncludeRequest> out = new ArrayList<>();
        if (include.loop() == null) {
            request(include, run.play().scope(host, include), Map.of(), null, out);
            return out;
        }
        Scope outer = run.play().scope(host, include);
        List<?> items = include.loop().items().of(outer);
        LoopIterations iterations = LoopIterations.of(include.loop(), items, outer);
        for (int i = 0; i < items.size(); i++) {
            Map<String, @Nullable Object> extras = iterations.variables(i);
            Scope scope = run.play().scope(host, include, extras);
            Template label = include.loop().label();
            request(include, scope, extras, Values.text(label == null ? items.get(i) : label.resolve(scope)), out);
            List<Expression> breakWhen = include.loop().breakWhen();
            if (!breakWhen.isEmpty() && Expression.firstFalse(breakWhen, scope) == null) {
                break;
            }
        }
        return out;
    }

    /** The result where nothing is included: a condition does not hold, or there are no items. */
    private TaskResult skipped(Include include, HostRun host) {
        Scope scope = run.play().scope(host, include);
        if (include.loop() == null) {
            return TaskResult.skippedBy(
                    requireNonNull(Expression.firstFalse(include.settings().when(), scope)));
        }
        List<?> items = include.loop().items().of(scope);
        LoopIterations iterations = LoopIterations.of(include.loop(), items, scope);
        List<TaskResult> results = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            Scope inner = run.play().scope(host, include, iterations.variables(i));
            results.add(TaskResult.skippedBy(
                    requireNonNull(Expression.firstFalse(include.settings().when(), inner))));
        }
        return LoopResult.ofLoop(results);
    }

    private static void request(
            Include include,
            Scope scope,
            Map<String, @Nullable Object> extras,
            @Nullable String item,
            List<IncludeRequest> out) {
        String doubt = null;
        try {
            if (!include.settings().when().stream().allMatch((Expression condition) -> condition.holds(scope))) {
                return;
            }
        } catch (UnknownValueError e) {
            doubt = e.what();
        }
        IncludeTarget target = target(include, scope, extras, item);
        while (isAmong(out, target)) {
            target = target.again();
        }
        out.add(new IncludeRequest(target, doubt));
    }

    private static boolean isAmong(List<IncludeRequest> requests, IncludeTarget target) {
        return requests.stream().anyMatch(request -> request.target().equals(target));
    }

    private static IncludeTarget target(
            Include include, Scope scope, Map<String, @Nullable Object> loopVariables, @Nullable String item) {
        Map<String, String> from = new LinkedHashMap<>();
        include.options().forEach((name, written) -> from.put(name, Values.text(defined(written, scope))));
        List<String> tags = new ArrayList<>();
        for (Template written : include.applyTags()) {
            Object value = defined(written, scope);
            (value instanceof List<?> several ? several : List.of(Values.text(value)))
                    .forEach(tag -> tags.addAll(Tags.split(Values.text(tag))));
        }
        String name = Values.text(defined(include.target(), scope));
        return new IncludeTarget(new IncludeArguments(name, from, tags, loopVariables), item, 0);
    }

    private static @Nullable Object defined(Template written, Scope scope) {
        Object value = written.resolve(scope);
        if (value instanceof Undefined missing) {
            throw new UserError(written.span(), String.valueOf(missing.what()));
        }
        return value;
    }

    private Group group(Include include, IncludeTarget target, IncludingHosts hosts) {
        PlaybookLoader loader = run.tools().loader();
        return switch (include.kind()) {
            case TASKS -> {
                IncludedTasks tasks = loader.includeTasks(play.play(), include, target.arguments());
                play.addHandlers(tasks.handlers(), hosts.hosts().getFirst());
                yield new Group(
                        shown(tasks.file().toString()), target.item(), tasks.steps(), hosts.hosts(), hosts.doubts());
            }
            case ROLE -> {
                IncludedRole role = loader.includeRole(play.play(), include, target.arguments());
                play.addHandlers(role.handlers(), hosts.hosts().getFirst());
                run.play()
                        .use(
                                role.all(),
                                BooleanWords.isTrue(target.arguments().from().getOrDefault("public", "false")));
                yield new Group(shown(target.name()), target.item(), role.steps(), hosts.hosts(), hosts.doubts());
            }
        };
    }

    private String shown(String target) {
        return run.events().redacted(target);
    }

    /** A step that is not a task of a module fails on a host. */
    void fail(TaskRef ref, HostRun host, UserError why) {
        fail(ref, host, TaskResult.failure(why.getMessage()));
    }

    /** It is not known what to include: fails as a task does. */
    private void refuse(Include include, TaskRef ref, HostRun host, TaskResult result, boolean rescuable) {
        if (run.play().keywords(include, host).isSet(Keyword.IGNORE_ERRORS)) {
            report(ref, host, result, Outcome.Status.IGNORED, false);
            return;
        }
        report(ref, host, result, Outcome.Status.FAILED, rescuable);
        host.fail(new HostState.Failure(include, result.fields(), rescuable));
    }

    /**
     * As in Ansible, counted as failed also where a rescue waits or errors are ignored: there is nothing to include.
     */
    private void fail(TaskRef ref, HostRun host, TaskResult result) {
        report(ref, host, result, Outcome.Status.FAILED, false);
        host.fail(new HostState.Failure(null, result.fields(), false));
    }

    private void report(TaskRef ref, HostRun host, TaskResult result, Outcome.Status status, boolean rescuable) {
        Outcome outcome = new Outcome(status, result.fields(), List.of(), Duration.ZERO);
        host.count(outcome, rescuable);
        run.events().publish(new Event.TaskEnded(ref, host.name(), null, false, outcome));
    }
}
