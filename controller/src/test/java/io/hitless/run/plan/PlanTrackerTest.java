package io.hitless.run.plan;

import static io.hitless.run.Playbooks.task;
import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.playbook.Task;
import io.hitless.run.host.HostRun;
import io.hitless.run.result.CompletedTask;
import io.hitless.run.result.TaskResult;
import io.hitless.run.settings.Mode;
import io.hitless.vars.HostVariables;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class PlanTrackerTest {
    private static final TaskResult IN_SYNC = TaskResult.of(Result.ok(false, Map.of()));
    private static final TaskResult CHANGE = TaskResult.of(Result.ok(true, Map.of()));
    private static final TaskResult OPEN = TaskResult.unknown("who knows");

    private final PlanTracker plan = new PlanTracker(new Mode.Plan("salt", Set.of()), (_, _, _) -> {});
    private final PlanTracker now = new PlanTracker(new Mode.Plan("salt", Set.of(), true), (_, _, _) -> {});
    private final HostRun host = new HostRun("a", new HostVariables());
    private final HostRun other = new HostRun("b", new HostVariables());

    private final Task copy = task("{name: put, copy: {dest: /etc/app.conf, content: x}}");
    private final Task stat = task("{name: look, stat: {path: /etc/app.conf}}");
    private final Task apt = task("{name: upgrade, apt: {name: nginx}}");
    private final Task command = task("{name: do, command: make all}");

    @Test
    void an_answer_with_nothing_before_it_holds() {
        assertThat(predicted(stat, Map.of("path", "/etc/app.conf"), IN_SYNC)).isSameAs(IN_SYNC);
    }

    @Test
    void a_look_at_what_a_predicted_change_would_write_is_unknown_and_names_the_change() {
        predicted(copy, Map.of("dest", "/etc/app.conf"), CHANGE);
        assertThat(predicted(stat, Map.of("path", "/etc/app.conf"), IN_SYNC).unknown())
                .isEqualTo("it has nothing to do as things are now, but 'put' goes before");
        assertThat(predicted(stat, Map.of("path", "/etc/other"), IN_SYNC)).isSameAs(IN_SYNC);
    }

    @Test
    void a_change_that_was_really_made_leaves_nothing_open() {
        plan.assessed(copy, host, new PredictedCall("a", false, Map.of("dest", "/etc/app.conf"), null), CHANGE);
        assertThat(predicted(stat, Map.of("path", "/etc/app.conf"), IN_SYNC)).isSameAs(IN_SYNC);
    }

    @Test
    void changes_of_one_host_leave_nothing_open_on_another() {
        predicted(copy, Map.of("dest", "/etc/app.conf"), CHANGE);
        PredictedCall there = new PredictedCall("b", true, Map.of("path", "/etc/app.conf"), null);
        assertThat(plan.assessed(stat, other, there, IN_SYNC)).isSameAs(IN_SYNC);
    }

    @Test
    void a_change_on_a_delegate_counts_there_once_its_task_has_ended() {
        plan.assessed(copy, host, new PredictedCall("b", true, Map.of("dest", "/etc/app.conf"), null), CHANGE);
        PredictedCall there = new PredictedCall("b", true, Map.of("path", "/etc/app.conf"), null);
        assertThat(plan.assessed(stat, other, there, IN_SYNC)).isSameAs(IN_SYNC);
        plan.taskEnded();
        assertThat(plan.assessed(stat, other, there, IN_SYNC).isUnknown()).isTrue();
    }

    @Test
    void what_a_module_cannot_predict_is_unknown() {
        TaskResult skipped = TaskResult.of(Result.skipped("no check mode"));
        assertThat(predicted(command, Map.of(), skipped).unknown())
                .isEqualTo("module 'command' can't tell what it would do without doing it");
    }

    @Test
    void a_failure_after_a_predicted_change_may_be_none_then() {
        predicted(copy, Map.of("dest", "/etc/app.conf"), CHANGE);
        TaskResult failed = TaskResult.failure("no such file");
        assertThat(predicted(stat, Map.of("path", "/srv"), failed).unknown()).contains("no such file", "'put'");
    }

    @Test
    void a_failure_with_nothing_before_it_is_one() {
        TaskResult failed = TaskResult.failure("no such file");
        assertThat(predicted(stat, Map.of("path", "/srv"), failed)).isSameAs(failed);
    }

    @Test
    void marks_differ_by_evidence_and_by_salt() {
        PlanTracker salted = new PlanTracker(new Mode.Plan("pepper", Set.of()), (_, _, _) -> {});
        assertThat(plan.mark("x")).isEqualTo(plan.mark("x")).isNotEqualTo(plan.mark("y"));
        assertThat(plan.mark("x")).isNotEqualTo(salted.mark("x"));
    }

    @Test
    void only_hosts_that_the_plan_is_of_are_looked_at() {
        PlanTracker ofB = new PlanTracker(new Mode.Plan("salt", Set.of("b")), (_, _, _) -> {});
        assertThat(ofB.inspected(List.of("a", "b"))).containsExactly("b");
        assertThat(plan.inspected(List.of("a", "b"))).containsExactly("a", "b");
    }

    @Test
    void a_look_at_how_hosts_are_now_takes_drift_for_a_change_and_goes_on_after_failures() {
        TaskResult drift = TaskResult.of(
                new Result(Result.Status.FAILED, false, Map.of("drift", true, "msg", "edited"), List.of(), List.of()));
        TaskResult predicted = now.assessed(copy, host, call(Map.of()), drift);
        assertThat(predicted.failed()).isFalse();
        assertThat(predicted.changed()).isTrue();
        assertThat(now.continuesAfter(copy)).isTrue();
        assertThat(now.continuesAfter(task("{fail: {}}"))).isFalse();
        assertThat(plan.continuesAfter(copy)).isFalse();
    }

    @Test
    void a_run_that_is_no_plan_lets_everything_pass() {
        PlanTracker none = new PlanTracker(new Mode.Apply(), (_, _, _) -> {});
        assertThat(none.isOn()).isFalse();
        assertThat(none.mark("x")).isNull();
        assertThat(none.registered(copy, ended(CHANGE, true))).isEqualTo(CHANGE.fields());
    }

    @Test
    void a_package_that_is_the_latest_is_unknown_where_its_lists_are_fetched_first() {
        for (Map<String, Object> upgrade :
                List.of(Map.<String, Object>of("state", "latest"), Map.<String, Object>of("upgrade", "dist"))) {
            Map<String, @Nullable Object> args = new HashMap<>(upgrade);
            assertThat(predicted(apt, args, IN_SYNC)).isSameAs(IN_SYNC);
            args.put("update_cache", true);
            assertThat(predicted(apt, args, IN_SYNC).unknown()).contains("fetches new ones first");
        }
        assertThat(predicted(apt, Map.of("upgrade", "no", "update_cache", true), IN_SYNC))
                .isSameAs(IN_SYNC);
        assertThat(predicted(apt, Map.of("state", "present", "update_cache", true), IN_SYNC))
                .isSameAs(IN_SYNC);
    }

    @Test
    void an_unreachable_host_and_an_unknown_result_stay_what_they_are() {
        predicted(copy, Map.of("dest", "/etc/app.conf"), CHANGE);
        TaskResult lost = TaskResult.lost("gone");
        assertThat(predicted(stat, Map.of("path", "/etc/app.conf"), lost)).isSameAs(lost);
        assertThat(predicted(stat, Map.of("path", "/etc/app.conf"), OPEN)).isSameAs(OPEN);
    }

    @Test
    void a_task_that_changes_no_host_is_never_in_doubt() {
        predicted(copy, Map.of("dest", "/etc/app.conf"), CHANGE);
        TaskResult debug = predicted(task("{debug: {msg: /etc/app.conf}}"), Map.of("msg", "/etc/app.conf"), CHANGE);
        assertThat(debug).isSameAs(CHANGE);
    }

    @Test
    void a_fail_task_fails_whatever_goes_before_it() {
        predicted(copy, Map.of("dest", "/etc/app.conf"), CHANGE);
        TaskResult failed = TaskResult.failure("stop");
        assertThat(predicted(task("{fail: {}}"), Map.of(), failed)).isSameAs(failed);
    }

    @Test
    void a_file_that_would_be_fetched_is_a_change_on_the_controller() {
        Task fetch = task("{name: get, fetch: {src: /etc/key, dest: /tmp/keys}}");
        predicted(fetch, Map.of("src", "/etc/key", "dest", "/tmp/keys"), CHANGE);
        plan.taskEnded();
        TaskResult failed = TaskResult.failure("cannot read /tmp/keys");
        PredictedCall there = new PredictedCall("b", true, Map.of("src", "/tmp/keys", "dest", "/x"), null);
        assertThat(plan.assessed(copy, other, there, failed).unknown()).contains("'get'");
    }

    @Test
    void changes_on_a_delegate_are_counted_once() {
        plan.assessed(copy, host, new PredictedCall("b", true, Map.of("dest", "/etc/app.conf"), null), CHANGE);
        plan.taskEnded();
        plan.taskEnded();
        PredictedCall there = new PredictedCall("b", true, Map.of("path", "/etc/app.conf"), null);
        assertThat(plan.assessed(stat, other, there, IN_SYNC).unknown()).contains("'put'");
    }

    @Test
    void a_task_that_is_in_sync_now_stays_so_unless_its_result_is_registered() {
        PredictedCall write = call(Map.of("dest", "/etc/app.conf"));
        PredictedCall look = call(Map.of("path", "/etc/app.conf"));
        now.assessed(copy, host, write, CHANGE);
        assertThat(now.assessed(stat, host, look, IN_SYNC)).isSameAs(IN_SYNC);
        Task registered = task("{name: look, stat: {path: /etc/app.conf}, register: it}");
        assertThat(now.assessed(registered, host, look, IN_SYNC).isUnknown()).isTrue();
        assertThat(now.isOfCurrentState()).isTrue();
        assertThat(plan.isOfCurrentState()).isFalse();
    }

    @Test
    void a_failure_that_is_no_drift_is_a_failure_also_now() {
        TaskResult failed = TaskResult.failure("no");
        assertThat(now.assessed(copy, host, call(Map.of()), failed)).isSameAs(failed);
        TaskResult drift = TaskResult.of(
                new Result(Result.Status.FAILED, false, Map.of("drift", true, "msg", "edited"), List.of(), List.of()));
        assertThat(predicted(copy, Map.of(), drift).failed()).as("in a plan").isTrue();
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
