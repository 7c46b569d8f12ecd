package io.hitless.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.event.Forecast.Finding;
import io.hitless.event.Outcome.Status;
import io.hitless.source.Span;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ForecasterTest {
    private static final Span AT = Span.at("site.yml", 3, 5);
    private static final Outcome.Diff DIFF = new Outcome.Diff("/x", "a", "b");

    private final Forecaster forecaster = new Forecaster();
    private int lastId;

    @BeforeEach
    void play() {
        forecaster.on(new Event.PlayStarted(1, "web", List.of("a", "b"), 2, AT));
        batch("a", "b");
    }

    private void batch(String... hosts) {
        forecaster.on(new Event.BatchStarted(1, 2, List.of(hosts)));
    }

    private TaskRef start(String name) {
        return start(name, "1.1 site.yml:3 ");
    }

    private TaskRef start(String name, String key) {
        TaskRef task = new TaskRef(++lastId, key + name, name, "copy", false, AT);
        forecaster.on(new Event.TaskStarted(task, List.of("a")));
        return task;
    }

    private void end(TaskRef task, String host, Outcome outcome) {
        forecaster.on(new Event.TaskEnded(task, host, null, false, outcome));
    }

    private static Outcome outcome(Status status, Map<String, @Nullable Object> result, Outcome.Diff... diffs) {
        return new Outcome(status, result, List.of(diffs), Duration.ZERO);
    }

    private static Outcome outcome(Status status) {
        return outcome(status, Map.of("msg", "why", "unknown_because", "open"));
    }

    private Finding finding(Outcome outcome) {
        TaskRef task = start("one " + lastId);
        end(task, "a", outcome);
        return finding();
    }

    @Test
    void each_status_is_a_finding() {
        assertThat(finding(outcome(Status.OK))).isEqualTo(new Finding.InSync());
        assertThat(finding(outcome(Status.SKIPPED))).isEqualTo(new Finding.Skipped());
        assertThat(finding(outcome(Status.CHANGED, Map.of(), DIFF)))
                .isEqualTo(new Finding.Change(List.of(DIFF), List.of()));
        assertThat(finding(outcome(Status.UNKNOWN))).isEqualTo(new Finding.Unknown("open", List.of()));
        assertThat(finding(outcome(Status.FAILED))).isEqualTo(new Finding.Failed("why", false));
        assertThat(finding(outcome(Status.IGNORED))).isEqualTo(new Finding.Failed("why", true));
        assertThat(finding(outcome(Status.UNREACHABLE))).isEqualTo(new Finding.Unreachable("why"));
        assertThat(finding(outcome(Status.UNREACHABLE_IGNORED))).isEqualTo(new Finding.Unreachable("why"));
    }

    @Test
    void a_reason_that_is_hidden_or_missing_is_named_as_that() {
        assertThat(finding(outcome(Status.FAILED, Map.of("censored", "hidden"))))
                .isEqualTo(new Finding.Failed("hidden", false));
        assertThat(finding(outcome(Status.FAILED, Map.of())))
                .isEqualTo(new Finding.Failed("the module does not say why", false));
    }

    @Test
    void a_loop_is_summed_up_from_its_iterations() {
        TaskRef task = start("loop");
        item(task, "x", outcome(Status.CHANGED, Map.of("changed", true), DIFF));
        item(task, "y", outcome(Status.OK, Map.of("changed", false)));
        end(task, "a", outcome(Status.CHANGED, Map.of()));
        assertThat(finding()).isEqualTo(new Finding.Change(List.of(DIFF), List.of("x")));
        TaskRef failing = start("failing");
        item(failing, "x", outcome(Status.OK));
        item(failing, "y", outcome(Status.FAILED));
        end(failing, "a", outcome(Status.FAILED, Map.of("msg", "One or more items failed")));
        assertThat(finding()).isEqualTo(new Finding.Failed("(item=y) why", false));
    }

    private void item(TaskRef task, String item, Outcome outcome) {
        forecaster.on(new Event.ItemEnded(task, "a", null, item, outcome));
    }

    private Finding finding() {
        return forecaster
                .forecast()
                .steps()
                .getLast()
                .findings()
                .values()
                .iterator()
                .next();
    }

    @Test
    void a_task_that_several_batches_reach_is_one_step_in_its_place() {
        end(start("one"), "a", outcome(Status.OK));
        end(start("two"), "a", outcome(Status.OK));
        batch("b");
        end(start("one"), "b", outcome(Status.CHANGED));
        end(start("only b"), "b", outcome(Status.OK));
        end(start("two"), "b", outcome(Status.OK));
        assertThat(forecaster.forecast().steps())
                .extracting(step -> step.name() + " " + step.findings().keySet())
                .containsExactly("one [a, b]", "only b [b]", "two [a, b]");
    }

    @Test
    void a_task_that_a_batch_reaches_twice_is_two_steps() {
        end(start("one"), "a", outcome(Status.OK));
        end(start("one"), "a", outcome(Status.CHANGED));
        assertThat(forecaster.forecast().steps()).hasSize(2);
    }

    @Test
    void hosts_of_a_step_are_in_the_order_in_which_they_took_part() {
        TaskRef task = start("one");
        end(task, "b", outcome(Status.OK));
        end(task, "a", outcome(Status.OK));
        assertThat(forecaster.forecast().steps().getFirst().findings().keySet()).containsExactly("a", "b");
        assertThat(forecaster.forecast().hosts()).containsExactly("a", "b");
    }

    @Test
    void a_failure_that_is_rescued_lets_the_host_go_on() {
        end(start("one"), "a", outcome(Status.FAILED));
        end(start("two"), "b", outcome(Status.FAILED));
        forecaster.on(new Event.Rescued("a"));
        assertThat(forecaster.forecast().steps())
                .extracting(step -> step.findings().values().iterator().next())
                .containsExactly(new Finding.Failed("why", true), new Finding.Failed("why", false));
    }

    @Test
    void plays_have_their_batches_and_rules() {
        batch("c");
        forecaster.on(new Event.Decision(
                1, Event.Decision.Topic.GATE, Event.Decision.Verdict.GO_ON, "c is a canary", List.of(), Map.of()));
        assertThat(forecaster.forecast().plays())
                .containsExactly(new Forecast.PlayBatches(
                        "web", List.of(List.of("a", "b"), List.of("c")), List.of("c is a canary")));
    }

    @Test
    void trials_and_steps_that_no_host_ends_are_left_out() {
        TaskRef trial = start("trial", "1.1 " + TaskRef.TRIAL);
        end(trial, "a", outcome(Status.OK));
        start("include");
        assertThat(forecaster.forecast().steps()).isEmpty();
    }

    @Test
    void marks_are_kept_by_host() {
        end(start("one"), "a", outcome(Status.CHANGED).withMark("m"));
        assertThat(forecaster.forecast().steps().getFirst().marks()).isEqualTo(Map.of("a", "m"));
    }

    @Test
    void warnings_have_their_place_and_the_end_makes_it_complete() {
        forecaster.on(new Event.Warning("here", AT));
        forecaster.on(new Event.Warning("somewhere", null));
        assertThat(forecaster.warnings()).containsExactly("site.yml:3:5: here", "somewhere");
        assertThat(forecaster.forecast().complete()).isFalse();
        forecaster.on(new Event.RunEnded(Map.of(), true));
        assertThat(forecaster.forecast().complete()).isFalse();
        forecaster.on(new Event.RunEnded(Map.of(), false));
        assertThat(forecaster.forecast().complete()).isTrue();
    }
}
