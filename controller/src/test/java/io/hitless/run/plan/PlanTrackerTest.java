package io.hitless.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.module.ModuleCatalog;
import io.hitless.playbook.Handler;
import io.hitless.playbook.Play;
import io.hitless.playbook.Task;
import io.hitless.playbook.load.PlaybookLoader;
import io.hitless.run.host.HostRun;
import io.hitless.run.result.CompletedTask;
import io.hitless.run.result.TaskResult;
import io.hitless.run.settings.Mode;
import io.hitless.source.SourceFile;
import io.hitless.value.Unknown;
import io.hitless.vars.HostVariables;
import java.nio.file.Path;
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

    private final Map<String, Map<?, ?>> learned = new HashMap<>();
    private final PlanTracker plan = new PlanTracker(
            new Mode.Plan("salt", Set.of()), (host, module, facts) -> learned.put(host + " " + module, facts));
    private final HostRun host = new HostRun("a", new HostVariables());
    private final HostRun other = new HostRun("b", new HostVariables());

    private final Task copy = task("{name: put, copy: {dest: /etc/app.conf, content: x}}");
    private final Task stat = task("{name: look, stat: {path: /etc/app.conf}}");
    private final Task command = task("{name: do, command: make all}");

    @Test
    void an_answer_with_nothing_before_it_holds() {
        assertThat(weighed(stat, Map.of("path", "/etc/app.conf"), IN_SYNC)).isSameAs(IN_SYNC);
    }

    @Test
    void a_look_at_what_a_predicted_change_would_write_is_unknown_and_names_the_change() {
        weighed(copy, Map.of("dest", "/etc/app.conf"), CHANGE);
        assertThat(weighed(stat, Map.of("path", "/etc/app.conf"), IN_SYNC).unknown())
                .isEqualTo("it has nothing to do as things are now, but 'put' goes before");
        assertThat(weighed(stat, Map.of("path", "/etc/other"), IN_SYNC)).isSameAs(IN_SYNC);
    }

    @Test
    void a_change_that_was_really_made_leaves_nothing_open() {
        plan.weighed(copy, host, new PredictedCall("a", false, Map.of("dest", "/etc/app.conf"), null), CHANGE);
        assertThat(weighed(stat, Map.of("path", "/etc/app.conf"), IN_SYNC)).isSameAs(IN_SYNC);
    }

    @Test
    void changes_of_one_host_leave_nothing_open_on_another() {
        weighed(copy, Map.of("dest", "/etc/app.conf"), CHANGE);
        PredictedCall there = new PredictedCall("b", true, Map.of("path", "/etc/app.conf"), null);
        assertThat(plan.weighed(stat, other, there, IN_SYNC)).isSameAs(IN_SYNC);
    }

    @Test
    void a_change_on_a_delegate_counts_there_once_its_task_has_ended() {
        plan.weighed(copy, host, new PredictedCall("b", true, Map.of("dest", "/etc/app.conf"), null), CHANGE);
        PredictedCall there = new PredictedCall("b", true, Map.of("path", "/etc/app.conf"), null);
        assertThat(plan.weighed(stat, other, there, IN_SYNC)).isSameAs(IN_SYNC);
        plan.taskEnded();
        assertThat(plan.weighed(stat, other, there, IN_SYNC).isUnknown()).isTrue();
    }

    @Test
    void what_a_module_cannot_predict_is_unknown() {
        TaskResult skipped = TaskResult.of(Result.skipped("no check mode"));
        assertThat(weighed(command, Map.of(), skipped).unknown())
                .isEqualTo("module 'command' can't tell what it would do without doing it");
    }

    @Test
    void a_failure_after_a_predicted_change_may_be_none_then() {
        weighed(copy, Map.of("dest", "/etc/app.conf"), CHANGE);
        TaskResult failed = TaskResult.failure("no such file");
        assertThat(weighed(stat, Map.of("path", "/srv"), failed).unknown()).contains("no such file", "'put'");
    }

    @Test
    void a_failure_with_nothing_before_it_is_one() {
        TaskResult failed = TaskResult.failure("no such file");
        assertThat(weighed(stat, Map.of("path", "/srv"), failed)).isSameAs(failed);
    }

    @Test
    void facts_that_an_unknown_task_sets_are_unknown_too() {
        Task fact = task("{name: remember, set_fact: {colour: red}}");
        plan.leftOpen(fact, host, List.of(host), call(null), OPEN);
        assertThat(learned).containsOnlyKeys("a set_fact");
        assertThat(learned.get("a set_fact").get("colour")).isInstanceOf(Unknown.class);
    }

    @Test
    void an_unknown_include_vars_leaves_all_that_follows_on_its_host_open() {
        Task include = task("{name: read, include_vars: {file: x.yml}}");
        plan.leftOpen(include, host, List.of(host), call(null), OPEN);
        assertThat(plan.doubt(host)).contains("'read'");
        assertThat(plan.doubt(other)).isNull();
        plan.startPlay();
        assertThat(plan.doubt(host)).as("for good").contains("'read'");
    }

    @Test
    void doubts_nest_and_the_innermost_is_given() {
        plan.doubtForThePlay(host, "play");
        plan.doubt(Map.of("a", "outer"));
        plan.doubt(Map.of("a", "inner"));
        assertThat(plan.doubt(host)).isEqualTo("inner");
        plan.resolve(Map.of("a", "inner"));
        assertThat(plan.doubt(host)).isEqualTo("outer");
        plan.resolve(Map.of("a", "outer"));
        assertThat(plan.doubt(host)).isEqualTo("play");
        plan.startPlay();
        assertThat(plan.doubt(host)).isNull();
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
        Handler handler = play("- hosts: all\n  tasks: []\n  handlers: [{name: restart, debug: }]\n")
                .handlers()
                .getFirst();
        plan.notified(host, handler, command, ended(OPEN, false));
        plan.notified(other, handler, command, ended(OPEN, false));
        plan.notified(host, handler, copy, ended(CHANGE, true));
        assertThat(plan.doubts(handler, List.of(host, other))).containsOnlyKeys("b");
        assertThat(plan.doubts(handler, List.of(host, other))).as("once").isEmpty();
    }

    @Test
    void what_register_keeps_of_a_change_not_made_is_unknown() {
        assertThat(plan.registered(copy, ended(CHANGE, true))).isInstanceOf(Unknown.class);
        assertThat(plan.registered(copy, ended(IN_SYNC, false))).isEqualTo(IN_SYNC.fields());
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
        assertThat(ofB.lookedAt(List.of("a", "b"))).containsExactly("b");
        assertThat(plan.lookedAt(List.of("a", "b"))).containsExactly("a", "b");
    }

    @Test
    void a_look_at_how_hosts_are_now_takes_drift_for_a_change_and_goes_on_after_failures() {
        PlanTracker now = new PlanTracker(new Mode.Plan("salt", Set.of(), true), (_, _, _) -> {});
        TaskResult drift = TaskResult.of(
                new Result(Result.Status.FAILED, false, Map.of("drift", true, "msg", "edited"), List.of(), List.of()));
        TaskResult weighed = now.weighed(copy, host, call(Map.of()), drift);
        assertThat(weighed.failed()).isFalse();
        assertThat(weighed.changed()).isTrue();
        assertThat(now.outlives(copy)).isTrue();
        assertThat(now.outlives(task("{fail: {}}"))).isFalse();
        assertThat(plan.outlives(copy)).isFalse();
    }

    @Test
    void a_run_that_is_no_plan_lets_everything_pass() {
        PlanTracker none = new PlanTracker(new Mode.Apply(), (_, _, _) -> {});
        assertThat(none.isOn()).isFalse();
        assertThat(none.mark("x")).isNull();
        assertThat(none.registered(copy, ended(CHANGE, true))).isEqualTo(CHANGE.fields());
    }

    private TaskResult weighed(Task task, Map<String, @Nullable Object> args, TaskResult answer) {
        return plan.weighed(task, host, call(args), answer);
    }

    private static PredictedCall call(@Nullable Map<String, @Nullable Object> args) {
        return new PredictedCall("a", true, args, null);
    }

    private static CompletedTask ended(TaskResult answer, boolean unmade) {
        Outcome outcome = new Outcome(Outcome.Status.OK, answer.fields(), List.of(), false, Duration.ZERO);
        return new CompletedTask(answer, outcome, unmade, false, Set.of());
    }

    private static Task task(String text) {
        return (Task) play("- hosts: all\n  tasks: [" + text + "]\n").tasks().getFirst();
    }

    private static Play play(String text) {
        PlaybookLoader loader = new PlaybookLoader(ModuleCatalog.builtIn(), file -> file, List.of(), Map.of(), _ -> {});
        return loader.load(new SourceFile("site.yml", text), Path.of(".")).getFirst();
    }
}
