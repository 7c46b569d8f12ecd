package io.hitless.run.plan;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.playbook.Task;
import io.hitless.run.MapScope;
import io.hitless.run.Playbooks;
import io.hitless.run.host.HostRun;
import io.hitless.run.result.TaskResult;
import io.hitless.run.session.HostAccess;
import io.hitless.run.settings.Mode;
import io.hitless.run.step.TaskArguments;
import io.hitless.template.eval.Scope;
import io.hitless.transport.Target;
import io.hitless.vars.HostVariables;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskPredictionTest {
    private static final TaskResult IN_SYNC = TaskResult.of(Result.ok(false, Map.of()));
    private static final TaskResult CHANGE = TaskResult.of(Result.ok(true, Map.of("checksum", "abc")));
    private static final HostAccess ACCESS = new HostAccess(new Target.Local(null, null), null);
    private static final Task COPY = Playbooks.task("{name: put, copy: {dest: '/etc/{{ file }}', content: x}}");
    private static final Scope NOTHING_KNOWN = new MapScope(Map.of());

    private final HostRun host = new HostRun("a", new HostVariables());
    private final PlanTracker plan = plan(new Mode.Plan("salt", Set.of()));

    @Test
    void a_run_that_is_no_plan_takes_results_as_they_are() {
        TaskPrediction prediction = prediction(plan(new Mode.Apply()), COPY);
        assertThat(prediction.isOn()).isFalse();
        assertThat(prediction.assessed(CHANGE)).isSameAs(CHANGE);
        assertThat(prediction.isPendingChange()).isFalse();
        assertThat(prediction.marked(outcome()).mark()).isNull();
    }

    @Test
    void only_a_plan_skips_pauses() {
        Task pause = Playbooks.task("{pause: {seconds: 60}}");
        assertThat(prediction(plan, pause).skipsPause()).isTrue();
        assertThat(prediction(plan, COPY).skipsPause()).isFalse();
        assertThat(prediction(plan(new Mode.Apply()), pause).skipsPause()).isFalse();
    }

    @Test
    void a_change_that_is_only_predicted_is_pending_and_one_that_was_made_is_not() {
        TaskPrediction predicted = prediction(plan, COPY);
        predicted.called(new PredictedCall("a", true, Map.of(), ACCESS));
        predicted.assessed(IN_SYNC);
        assertThat(predicted.isPendingChange()).isFalse();
        predicted.assessed(CHANGE);
        predicted.assessed(IN_SYNC);
        assertThat(predicted.isPendingChange()).as("in any iteration").isTrue();
        TaskPrediction made = prediction(plan, COPY);
        made.called(new PredictedCall("a", false, Map.of(), ACCESS));
        made.assessed(CHANGE);
        assertThat(made.isPendingChange()).isFalse();
    }

    @Test
    void an_iteration_that_is_unknown_says_why_and_leaves_open_what_it_names() {
        TaskPrediction prediction = prediction(plan, COPY);
        assertThat(prediction.isOn()).isTrue();
        TaskResult unknown = prediction.unknown("who knows", new MapScope(Map.of("file", "app.conf")));
        assertThat(unknown.unknown()).isEqualTo("who knows");
        assertThat(affects("/etc/app.conf")).isTrue();
        assertThat(affects("/etc/other.conf")).isFalse();
    }

    @Test
    void one_whose_arguments_are_unknown_too_may_change_anything() {
        prediction(plan, COPY).unknown("who knows", NOTHING_KNOWN);
        assertThat(affects("/etc/other.conf")).isTrue();
    }

    @Test
    void services_are_collected_only_if_the_current_state_is_asked_for_and_the_call_is_known() {
        Task service = Playbooks.task("{service: {name: nginx}}");
        Map<String, @Nullable Object> args = Map.of("name", "nginx");
        PlanTracker now = plan(new Mode.Plan("salt", Set.of(), true));
        prediction(now, service).called(new PredictedCall("a", true, args, null));
        prediction(now, service).called(new PredictedCall("a", true, null, ACCESS));
        prediction(plan, service).called(new PredictedCall("a", true, args, ACCESS));
        assertThat(now.services().hosts()).isEmpty();
        assertThat(plan.services().hosts()).isEmpty();
        prediction(now, service).called(new PredictedCall("a", true, args, ACCESS));
        assertThat(now.services().hosts()).containsExactly("a");
    }

    @Test
    void marks_are_the_same_for_the_same_prediction_and_differ_by_result() {
        assertThat(mark(CHANGE)).isEqualTo(mark(CHANGE));
        assertThat(List.of(
                        mark(IN_SYNC),
                        mark(CHANGE),
                        mark(TaskResult.failure("no")),
                        mark(TaskResult.unknown("why")),
                        mark(CHANGE.with("checksum", "def")),
                        mark(diff("a", "b")),
                        mark(diff("a", "c"))))
                .doesNotHaveDuplicates();
        assertThat(mark(TaskResult.failure("no"))).isEqualTo(mark(TaskResult.failure("never")));
        assertThat(mark(diff("a", "b")))
                .as("by its diffs alone")
                .isEqualTo(mark(diff("a", "b").with("checksum", "x")));
    }

    @Test
    void marks_differ_by_arguments_of_a_change_and_by_the_number_of_iterations() {
        assertThat(mark(CHANGE, Map.of("dest", "/a"))).isNotEqualTo(mark(CHANGE, Map.of("dest", "/b")));
        TaskPrediction twice = prediction(plan, COPY);
        twice.assessed(IN_SYNC);
        twice.assessed(IN_SYNC);
        assertThat(twice.marked(outcome()).mark()).isNotEqualTo(mark(IN_SYNC));
    }

    private String mark(TaskResult result) {
        return mark(result, null);
    }

    private String mark(TaskResult result, @Nullable Map<String, @Nullable Object> args) {
        TaskPrediction prediction = prediction(plan(new Mode.Plan("salt", Set.of())), COPY);
        prediction.called(new PredictedCall("a", true, args, null));
        prediction.assessed(result);
        return Objects.requireNonNull(prediction.marked(outcome()).mark());
    }

    private static TaskResult diff(String before, String after) {
        Result.Diff diff = new Result.Diff("/etc/app.conf", before, after);
        return TaskResult.of(new Result(Result.Status.OK, true, Map.of(), List.of(diff), List.of()));
    }

    private boolean affects(String path) {
        PredictedCall call = new PredictedCall("a", true, Map.of("path", path), null);
        return plan.assessed(Playbooks.task("{stat: {path: /x}}"), host, call, IN_SYNC)
                .isUnknown();
    }

    private static Outcome outcome() {
        return new Outcome(Outcome.Status.OK, Map.of(), List.of(), Duration.ZERO);
    }

    private TaskPrediction prediction(PlanTracker its, Task task) {
        return new TaskPrediction(its, new TaskArguments(), task, host, List.of(host));
    }

    private static PlanTracker plan(Mode mode) {
        return new PlanTracker(mode, (_, _, _) -> {});
    }
}
