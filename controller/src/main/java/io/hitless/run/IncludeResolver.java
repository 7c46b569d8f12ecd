package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Include;
import io.hitless.playbook.IncludedRole;
import io.hitless.playbook.Step;
import io.hitless.playbook.TaskLocation;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.result.TaskResult;
import io.hitless.run.step.LoopIterations;
import io.hitless.run.step.WrittenNames;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.run.task.UnexpectedError;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.template.LoopItems;
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

/** {@code include_tasks} and {@code include_role}: which hosts take in which steps, with which variables. */
final class IncludeResolver {
    /** How deep includes may stand in each other. */
    private static final int DEEPEST = 200;

    private final RunningPlay play;
    private final TaskEnvironment run;

    IncludeResolver(RunningPlay play, TaskEnvironment run) {
        this.play = play;
        this.run = run;
    }

    /**
     * Hosts that take in the same steps with the same variables, and so go on in lock-step.
     *
     * @param doubts in a plan: the hosts of which it is open whether they take them in, and why
     */
    record Group(String what, List<Step> steps, List<HostRun> hosts, Map<String, String> doubts) {}

    /** The hosts that want the same. */
    private record Asking(List<HostRun> hosts, Map<String, String> doubts) {}

    private record Wanted(String target, Map<String, String> from, Map<String, @Nullable Object> loopVariables) {}

    /**
     * The groups in the order their first host asked. A host whose include fails is marked, and is in none.
     *
     * @param depth how many includes stand around this one
     */
    List<Group> groups(Include include, List<HostRun> live, TaskRef ref, int depth) throws InterruptedException {
        return SecretUse.recording(new LinkedHashSet<>(), () -> grouped(include, live, ref, depth));
    }

    private List<Group> grouped(Include include, List<HostRun> live, TaskRef ref, int depth)
            throws InterruptedException {
        Map<Wanted, Asking> asked = new LinkedHashMap<>();
        for (HostRun host : live) {
            try {
                List<Want> wanted = UnexpectedError.contained(() -> ComputeLimits.within(
                        ComputeLimits.Limit.of(run.settings().taskLimit()), () -> wanted(include, host)));
                if (wanted.isEmpty()) {
                    tell(ref, host, TaskResult.skip("Conditional result was False"), Outcome.Status.SKIPPED);
                }
                for (Want one : wanted) {
                    Asking asking = asked.computeIfAbsent(
                            one.what(), _ -> new Asking(new ArrayList<>(), new LinkedHashMap<>()));
                    asking.hosts().add(host);
                    if (one.doubt() != null) {
                        asking.doubts().put(host.name(), one.doubt());
                    }
                }
            } catch (UnknownValueError e) {
                tell(ref, host, TaskResult.unknown(e.what()), Outcome.Status.UNKNOWN);
                run.plan()
                        .doubtForGood(
                                host, "which steps '" + ref.name() + "' takes in before it is not known: " + e.what());
            } catch (UserError e) {
                fail(ref, host, e);
            }
        }
        List<Group> groups = new ArrayList<>();
        for (Map.Entry<Wanted, Asking> each : asked.entrySet()) {
            try {
                if (depth > DEEPEST) {
                    throw new UserError(
                            include.span(),
                            "includes stand more than " + DEEPEST + " deep in each other here",
                            "a file that includes itself wants a 'when' that ends it");
                }
                groups.add(UnexpectedError.contained(() -> group(include, each.getKey(), each.getValue())));
            } catch (UserError e) {
                each.getValue().hosts().forEach(host -> fail(ref, host, e));
            }
        }
        return groups;
    }

    /** What a host takes in; {@code doubt} says, in a plan, why it is open whether it does. */
    private record Want(Wanted what, @Nullable String doubt) {}

    private List<Want> wanted(Include include, HostRun host) {
        List<Want> out = new ArrayList<>();
        if (include.loop() == null) {
            want(include, run.play().scope(host, include), Map.of(), out);
            return out;
        }
        Scope outer = run.play().scope(host, include);
        List<?> items = LoopItems.of(include.loop().lookup(), include.loop().items(), outer);
        LoopIterations turns = new LoopIterations(include.loop(), items);
        for (int i = 0; i < items.size(); i++) {
            Map<String, @Nullable Object> extras = turns.variables(i);
            want(include, run.play().scope(host, include, extras), extras, out);
        }
        return out;
    }

    private static void want(Include include, Scope scope, Map<String, @Nullable Object> extras, List<Want> out) {
        String doubt = null;
        try {
            if (!include.settings().when().stream().allMatch((Expression condition) -> condition.holds(scope))) {
                return;
            }
        } catch (UnknownValueError e) {
            doubt = e.what();
        }
        out.add(new Want(wanted(include, scope, extras), doubt));
    }

    private static Wanted wanted(Include include, Scope scope, Map<String, @Nullable Object> loopVariables) {
        Map<String, String> from = new LinkedHashMap<>();
        include.options().forEach((name, written) -> from.put(name, Values.text(defined(written, scope))));
        return new Wanted(Values.text(defined(include.target(), scope)), from, loopVariables);
    }

    private static @Nullable Object defined(Template written, Scope scope) {
        Object value = written.resolve(scope);
        if (value instanceof Undefined missing) {
            throw new UserError(written.span(), String.valueOf(missing.what()));
        }
        return value;
    }

    private Group group(Include include, Wanted wanted, Asking asking) {
        PlaybookLoader loader = run.tools().loader();
        return switch (include.kind()) {
            case TASKS -> {
                List<Step> steps = loader.includeTasks(play.play(), include, wanted.target(), wanted.loopVariables());
                TaskLocation place = steps.isEmpty() ? null : WrittenNames.place(steps.getFirst());
                yield new Group(
                        shown(place == null ? wanted.target() : place.file().toString()),
                        steps,
                        asking.hosts(),
                        asking.doubts());
            }
            case ROLE -> {
                IncludedRole role = loader.includeRole(
                        play.play(), include, wanted.target(), wanted.from(), wanted.loopVariables());
                play.addHandlers(role.handlers());
                if (BooleanWords.isTrue(wanted.from().getOrDefault("public", "false"))) {
                    run.play().publish(role.all());
                }
                yield new Group(shown(wanted.target()), role.steps(), asking.hosts(), asking.doubts());
            }
        };
    }

    private String shown(String target) {
        return run.events().redacted(target);
    }

    /** A step that is no task of a module fails on a host. */
    void fail(TaskRef ref, HostRun host, UserError why) {
        TaskResult answer = TaskResult.failure(why.getMessage());
        tell(ref, host, answer, Outcome.Status.FAILED);
        host.fail(new HostState.Failure(null, answer.fields(), false));
    }

    private void tell(TaskRef ref, HostRun host, TaskResult answer, Outcome.Status status) {
        Outcome outcome = new Outcome(status, answer.fields(), List.of(), false, Duration.ZERO);
        host.count(outcome, false); // as in Ansible: also where a rescue waits
        run.events().publish(new Event.TaskEnded(ref, host.name(), null, false, outcome));
    }
}
