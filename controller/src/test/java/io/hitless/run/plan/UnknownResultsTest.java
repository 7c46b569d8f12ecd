package io.hitless.run.plan;

import static io.hitless.run.Playbooks.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Task;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostRun;
import io.hitless.run.result.CompletedTask;
import io.hitless.run.result.TaskResult;
import io.hitless.run.settings.Mode;
import io.hitless.value.Unknown;
import io.hitless.vars.HostVariables;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What follows from an unknown result: for variables, handlers, and the steps that come after it. */
class UnknownResultsTest {
    private static final TaskResult IN_SYNC = TaskResult.of(Result.ok(false, Map.of()));
    private static final TaskResult CHANGE = TaskResult.of(Result.ok(true, Map.of()));
    private static final TaskResult OPEN = TaskResult.unknown("who knows");

    private final Map<String, Map<?, ?>> learned = new HashMap<>();
    private final PlanTracker plan = new PlanTracker(
            new Mode.Plan("salt", Set.of()), (host, module, facts) -> learned.put(host + " " + module, facts));
    private final PlanTracker now = new PlanTracker(new Mode.Plan("salt", Set.of(), true), (_, _, _) -> {});
    private final HostRun host = new HostRun("a", new HostVariables());
    private final HostRun other = new HostRun("b", new HostVariables());

    private final Task copy = task("{name: put, copy: {dest: /etc/app.conf, content: x}}");
    private final Task stat = task("{name: look, stat: {path: /etc/app.conf}}");
    private final Task apt = task("{name: upgrade, apt: {name: nginx}}");
    private final Task command = task("{name: do, command: make all}");

    @Test
    void what_register_keeps_of_a_change_not_made_is_unknown() {
        assertThat(plan.registered(copy, ended(CHANGE, true))).isInstanceOf(Unknown.class);
        assertThat(plan.registered(copy, ended(IN_SYNC, false))).isEqualTo(IN_SYNC.fields());
    }

    @Test
    void what_register_keeps_of_something_unknown_a_pause_or_a_failure_now_is_unknown() {
        assertThat(String.valueOf(plan.registered(command, ended(OPEN, false)))).contains("itself unknown");
        assertThat(plan.registered(task("{pause: {seconds: 1}}"), ended(IN_SYNC, false)))
                .isInstanceOf(Unknown.class);
        CompletedTask failed = ended(TaskResult.failure("no"), false);
        assertThat(plan.registered(copy, failed)).isInstanceOf(Map.class);
        assertThat(now.registered(copy, failed)).isInstanceOf(Unknown.class);
        assertThat(now.registered(copy, ended(IN_SYNC, false))).isEqualTo(IN_SYNC.fields());
    }

    @Test
    void an_unknown_task_notifies_perhaps_and_one_that_says_it_changes_nothing_does_not() {
        CompletedTask unknown = ended(OPEN, false);
        assertThat(plan.notifies(command, unknown)).isTrue();
        assertThat(plan.notifies(task("{command: id, changed_when: false}"), unknown))
                .isFalse();
        assertThat(plan.notifies(command, ended(IN_SYNC, false))).isFalse();
        assertThat(plan.notifies(command, ended(CHANGE, true))).isTrue();
    }

    @Test
    void a_handler_that_is_notified_for_sure_is_in_doubt_no_more() {
        Handler handler = Playbooks.handler("{name: restart, debug: }");
        plan.notified(host, handler, command, ended(OPEN, false));
        plan.notified(other, handler, command, ended(OPEN, false));
        plan.notified(host, handler, copy, ended(CHANGE, true));
        assertThat(plan.doubts().ofHandler(handler, List.of(host, other))).containsOnlyKeys("b");
        assertThat(plan.doubts().ofHandler(handler, List.of(host, other)))
                .as("once")
                .isEmpty();
    }

    @Test
    void facts_that_an_unknown_task_sets_are_unknown_too() {
        Task fact = task("{name: remember, set_fact: {colour: red}}");
        plan.markUnknown(fact, host, List.of(host), call(null), OPEN);
        assertThat(learned).containsOnlyKeys("a set_fact");
        assertThat(learned.get("a set_fact").get("colour")).isInstanceOf(Unknown.class);
    }

    @Test
    void an_unknown_include_vars_leaves_all_that_follows_on_its_host_open() {
        Task include = task("{name: read, include_vars: {file: x.yml}}");
        plan.markUnknown(include, host, List.of(host), call(null), OPEN);
        assertThat(plan.doubts().of(host)).contains("'read'");
        assertThat(plan.doubts().of(other)).isNull();
        plan.startPlay();
        assertThat(plan.doubts().of(host)).as("for good").contains("'read'");
    }

    @Test
    void doubts_nest_and_the_innermost_is_given() {
        plan.doubts().forPlay(host, "play");
        plan.doubts().enter(Map.of("a", "outer"));
        plan.doubts().enter(Map.of("a", "inner"));
        assertThat(plan.doubts().of(host)).isEqualTo("inner");
        plan.doubts().leave(Map.of("a", "inner"));
        assertThat(plan.doubts().of(host)).isEqualTo("outer");
        plan.doubts().leave(Map.of("a", "outer"));
        assertThat(plan.doubts().of(host)).isEqualTo("play");
        plan.startPlay();
        assertThat(plan.doubts().of(host)).isNull();
    }

    @Test
    void an_unknown_task_leaves_open_what_it_names_unless_it_says_that_it_changes_nothing() {
        Task quiet = task("{name: look, command: cat /etc/app.conf, changed_when: false}");
        PredictedCall call = call(Map.of("cmd", "cat /etc/app.conf"));
        plan.markUnknown(quiet, host, List.of(host), call, OPEN);
        assertThat(predicted(copy, Map.of("dest", "/etc/app.conf"), IN_SYNC)).isSameAs(IN_SYNC);
        plan.markUnknown(command, host, List.of(host), call, IN_SYNC);
        assertThat(predicted(copy, Map.of("dest", "/etc/app.conf"), IN_SYNC)).isSameAs(IN_SYNC);
        plan.markUnknown(command, host, List.of(host), call, OPEN);
        assertThat(predicted(copy, Map.of("dest", "/etc/app.conf"), IN_SYNC).unknown())
                .contains("'do'");
    }

    private TaskResult predicted(Task task, Map<String, @Nullable Object> args, TaskResult answer) {
        return plan.assessed(task, host, call(args), answer);
    }

    private static PredictedCall call(@Nullable Map<String, @Nullable Object> args) {
        return new PredictedCall("a", true, args, null);
    }

    private static CompletedTask ended(TaskResult answer, boolean pendingChange) {
        Outcome outcome = new Outcome(Outcome.Status.OK, answer.fields(), List.of(), Duration.ZERO);
        return new CompletedTask(answer, outcome, pendingChange, false, Set.of());
    }
}
