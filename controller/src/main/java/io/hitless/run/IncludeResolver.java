package io.hitless.run;

import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.event.TaskRef;
import io.hitless.playbook.Include;
import io.hitless.playbook.IncludedRole;
import io.hitless.playbook.IncludedTasks;
import io.hitless.playbook.Keyword;
import io.hitless.playbook.Step;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.host.HostRun;
import io.hitless.run.host.HostState;
import io.hitless.run.result.TaskResult;
import io.hitless.run.task.TaskEnvironment;
import io.hitless.run.task.UnexpectedError;
import io.hitless.source.UserError;
import io.hitless.value.BooleanWords;
import io.hitless.value.ComputeLimits;
import io.hitless.value.SecretUse;
import io.hitless.value.UnknownValueError;
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
     * The groups, in the order of their first hosts. A host whose include fails is marked as failed, and is in none.
     *
     * @param asking those that include: one for all where it is done once
     * @param live those that know its result
     * @param depth how many includes enclose this one
     * @param rescuable whether a rescue waits for what fails
     */
    List<Group> groups(
            Include include, List<HostRun> asking, List<HostRun> live, TaskRef ref, int depth, boolean rescuable)
            throws InterruptedException {
        return SecretUse.recording(
                new LinkedHashSet<>(),
                () -> loaded(include, targets(include, asking, live, ref, rescuable), ref, depth));
    }

    /** What the hosts include. */
    private Map<IncludeRequests.Target, IncludingHosts> targets(
            Include include, List<HostRun> asking, List<HostRun> live, TaskRef ref, boolean rescuable)
            throws InterruptedException {
        Map<IncludeRequests.Target, IncludingHosts> byTarget = new LinkedHashMap<>();
        for (HostRun host : asking) {
            List<HostRun> concerned = asking.size() < live.size() ? live : List.of(host);
            try {
                IncludeRequests requests = UnexpectedError.contained(() -> ComputeLimits.within(
                        ComputeLimits.Limit.of(run.settings().taskLimit()),
                        () -> IncludeRequests.of(include, extras -> run.play().scope(host, include, extras))));
                register(include, ref, concerned, requests);
                requests.skipped().forEach(item -> report(ref, host, item));
                if (requests.all().isEmpty()) {
                    report(ref, host, requests.result(), Outcome.Status.SKIPPED, false);
                }
                for (IncludeRequests.Request request : requests.all()) {
                    IncludingHosts hosts = byTarget.computeIfAbsent(
                            request.target(), _ -> new IncludingHosts(new ArrayList<>(), new LinkedHashMap<>()));
                    hosts.hosts().add(host);
                    if (request.doubt() != null) {
                        hosts.doubts().put(host.name(), request.doubt());
                    }
                }
            } catch (UnknownValueError e) {
                report(ref, host, TaskResult.unknown(e.what()), Outcome.Status.UNKNOWN, false);
                register(include, concerned, run.plan().unknownResult(ref.name()));
                run.plan()
                        .doubts()
                        .forRun(host, "which steps '" + ref.name() + "' includes before it is not known: " + e.what());
            } catch (UserError e) {
                TaskResult failure = TaskResult.failure(e.getMessage());
                register(include, concerned, failure.fields());
                refuse(include, ref, host, failure, rescuable);
            }
        }
        return byTarget;
    }

    private void register(Include include, TaskRef ref, List<HostRun> concerned, IncludeRequests requests) {
        if (include.register() != null) {
            boolean certain = requests.all().stream().allMatch(request -> request.doubt() == null);
            register(
                    include,
                    concerned,
                    certain ? requests.result().fields() : run.plan().unknownResult(ref.name()));
        }
    }

    private static void register(Include include, List<HostRun> concerned, Object result) {
        String name = include.register();
        if (name != null) {
            concerned.forEach(host -> host.variables().set(name, result));
        }
    }

    private List<Group> loaded(
            Include include, Map<IncludeRequests.Target, IncludingHosts> byTarget, TaskRef ref, int depth)
            throws InterruptedException {
        List<Group> groups = new ArrayList<>();
        RolesRun earlier = new RolesRun();
        for (Map.Entry<IncludeRequests.Target, IncludingHosts> each : byTarget.entrySet()) {
            try {
                if (depth > MAX_DEPTH) {
                    throw new UserError(
                            include.span(),
                            "includes are nested more than " + MAX_DEPTH + " deep here",
                            "a file that includes itself needs a 'when' that ends it");
                }
                Group group = UnexpectedError.contained(() -> group(include, each.getKey(), each.getValue(), earlier));
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

    private Group group(Include include, IncludeRequests.Target target, IncludingHosts hosts, RolesRun earlier) {
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
                run.play().use(role.all(), isSet("public", target, false));
                yield new Group(
                        shown(target.name()),
                        target.item(),
                        earlier.steps(role, hosts.hosts(), isSet("allow_duplicates", target, true)),
                        hosts.hosts(),
                        hosts.doubts());
            }
        };
    }

    private static boolean isSet(String option, IncludeRequests.Target target, boolean otherwise) {
        return BooleanWords.isTrue(target.arguments().from().getOrDefault(option, String.valueOf(otherwise)));
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

    private void report(TaskRef ref, HostRun host, IncludeRequests.SkippedItem item) {
        Outcome outcome = new Outcome(Outcome.Status.SKIPPED, item.result().fields(), List.of(), Duration.ZERO);
        run.events().publish(new Event.ItemEnded(ref, host.name(), null, item.label(), outcome));
    }

    private void report(TaskRef ref, HostRun host, TaskResult result, Outcome.Status status, boolean rescuable) {
        Outcome outcome = new Outcome(status, result.fields(), List.of(), Duration.ZERO);
        host.count(outcome, rescuable);
        run.events().publish(new Event.TaskEnded(ref, host.name(), null, false, outcome));
    }
}
