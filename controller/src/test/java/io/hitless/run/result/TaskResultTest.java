package io.hitless.run.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import io.hitless.run.Playbooks;
import io.hitless.source.UserError;
import io.hitless.template.Expression;
import io.hitless.value.ComputeLimits;
import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A host fills the fields of an answer as it likes: what hitless goes by stands beside them. */
class TaskResultTest {
    private static Map<String, @Nullable Object> forged() {
        Map<String, @Nullable Object> fields = new LinkedHashMap<>();
        for (String name : List.of(
                "unknown_because",
                "plan_mark",
                "failed",
                "changed",
                "skipped",
                "unreachable",
                "censored",
                "results",
                "skip_reason")) {
            fields.put(name, true);
        }
        return fields;
    }

    @Test
    void a_hosts_own_fields_do_not_say_how_a_task_ended() {
        TaskResult answer = TaskResult.of(Result.ok(false, forged()));
        assertThat(answer.isUnknown()).isFalse();
        assertThat(List.of(answer.failed(), answer.changed(), answer.skipped(), answer.unreachable()))
                .containsOnly(false);
        assertThat(answer.fields()).containsEntry("failed", false).containsEntry("changed", false);
    }

    @Test
    void a_loop_is_unknown_where_a_turn_is_and_not_where_a_host_says_so() {
        TaskResult real = TaskResult.of(Result.ok(true, forged()));
        assertThat(LoopResult.ofLoop(List.of(real, real)).isUnknown()).isFalse();
        TaskResult loop = LoopResult.ofLoop(List.of(real, TaskResult.unknown("why")));
        assertThat(loop.isUnknown()).isTrue();
        assertThat(loop.fields()).containsEntry("unknown_because", "why");
    }

    @Test
    void what_is_recalled_is_unknown_by_its_status_alone() {
        assertThat(TaskResult.recalled(new Outcome(Outcome.Status.OK, forged(), List.of(), Duration.ZERO))
                        .isUnknown())
                .isFalse();
        assertThat(TaskResult.recalled(new Outcome(
                                Outcome.Status.UNKNOWN, Map.of("unknown_because", "why"), List.of(), Duration.ZERO))
                        .unknown())
                .isEqualTo("why");
    }

    private static TaskResult of(String stdout) {
        return TaskResult.of(Result.ok(true, Map.of("stdout", stdout)));
    }

    @Test
    void output_is_given_in_lines_too() {
        assertThat(of("a\nb\r\nc\rd").fields()).containsEntry("stdout_lines", List.of("a", "b", "c", "d"));
        assertThat(of("a\n").fields()).containsEntry("stdout_lines", List.of("a"));
        assertThat(of("").fields()).containsEntry("stdout_lines", List.of());
        assertThat(TaskResult.of(Result.ok(false, Map.of("stderr", "x"))).fields())
                .containsEntry("stderr_lines", List.of("x"))
                .doesNotContainKey("stdout_lines");
    }

    @Test
    void lines_that_the_module_gives_itself_are_kept() {
        TaskResult result = TaskResult.of(Result.ok(false, Map.of("stdout", "a\nb", "stdout_lines", List.of("own"))));
        assertThat(result.fields()).containsEntry("stdout_lines", List.of("own"));
    }

    @Test
    void a_result_says_how_the_module_ended() {
        TaskResult changed = of("");
        assertThat(changed.changed()).isTrue();
        assertThat(changed.fields()).containsEntry("changed", true).doesNotContainKeys("skipped", "warnings");
        TaskResult skipped = TaskResult.of(Result.skipped("no"));
        assertThat(skipped.skipped()).isTrue();
        assertThat(skipped.fields()).containsEntry("skipped", true);
        TaskResult failed = TaskResult.failure("no");
        assertThat(failed.failed()).isTrue();
        assertThat(failed.skipped()).isFalse();
        assertThat(failed.fields()).containsEntry("msg", "no").containsEntry("failed", true);
    }

    @Test
    void warnings_and_diffs_come_along() {
        TaskResult result = TaskResult.of(new Result(
                Result.Status.OK, true, Map.of(), List.of(new Result.Diff("f", "a", "b")), List.of("careful")));
        assertThat(result.fields()).containsEntry("warnings", List.of("careful"));
        assertThat(result.diffs()).containsExactly(new Outcome.Diff("f", "a", "b"));
        assertThat(result.with("x", 1L).diffs()).hasSize(1);
    }

    @Test
    void a_condition_that_does_not_hold_is_named_in_the_result() {
        Expression condition =
                Playbooks.task("{ping: , when: 1 > 2}").settings().when().getFirst();
        TaskResult skipped = TaskResult.skippedBy(condition);
        assertThat(skipped.skipped()).isTrue();
        assertThat(skipped.fields())
                .isEqualTo(Map.of(
                        "changed",
                        false,
                        "skipped",
                        true,
                        "skip_reason",
                        "Conditional result was False",
                        "false_condition",
                        "1 > 2"));
    }

    @Test
    void a_lost_host_is_unreachable_and_has_not_failed() {
        TaskResult lost = TaskResult.lost("gone");
        assertThat(lost.unreachable()).isTrue();
        assertThat(lost.fields())
                .isEqualTo(Map.of("changed", false, "failed", false, "msg", "gone", "unreachable", true));
        assertThat(TaskResult.unknown("why").fields())
                .isEqualTo(Map.of("changed", false, "failed", false, "unknown_because", "why"));
    }

    @Test
    void a_judgement_replaces_what_the_module_said() {
        TaskResult judged = of("x").withChanged(false).withFailed(true);
        assertThat(judged.changed()).isFalse();
        assertThat(judged.failed()).isTrue();
        assertThat(judged.fields()).containsEntry("changed", false).containsEntry("failed", true);
        assertThat(judged.withFailed(false).failed()).isFalse();
        assertThat(TaskResult.unknown("why").withChanged(true).unknown()).isEqualTo("why");
        assertThat(TaskResult.lost("gone").with("x", null).unreachable()).isTrue();
        assertThat(TaskResult.of(Result.skipped("no")).with("x", null).skipped())
                .isTrue();
    }

    @ParameterizedTest
    @CsvSource({
        "OK, false, false, false",
        "CHANGED, false, false, false",
        "SKIPPED, false, true, false",
        "FAILED, true, false, false",
        "IGNORED, true, false, false",
        "UNREACHABLE, false, false, true",
        "UNREACHABLE_IGNORED, false, false, true"
    })
    void a_recalled_result_ended_as_its_outcome_says(
            Outcome.Status status, boolean failed, boolean skipped, boolean unreachable) {
        Outcome outcome = new Outcome(status, Map.of("n", 1L), List.of(new Outcome.Diff("f", "a", "b")), Duration.ZERO);
        TaskResult recalled = TaskResult.recalled(outcome);
        assertThat(List.of(recalled.failed(), recalled.skipped(), recalled.unreachable()))
                .containsExactly(failed, skipped, unreachable);
        assertThat(recalled.fields()).isEqualTo(Map.of("n", 1L));
        assertThat(recalled.diffs()).isEqualTo(outcome.diffs());
    }

    @Test
    void a_result_may_not_be_nested_too_deep() {
        Object nested = "leaf";
        for (int i = 0; i < ComputeLimits.DEEPEST - 1; i++) {
            nested = i % 2 == 0 ? List.of(nested) : Map.of("k", nested);
        }
        TaskResult.of(Result.ok(false, Map.of("x", nested))).checkSize();
        TaskResult deeper = TaskResult.of(Result.ok(false, Map.of("x", List.of(nested))));
        assertThatThrownBy(deeper::checkSize).isInstanceOf(UserError.class).hasMessageContaining("levels deep");
    }

    @Test
    void a_result_may_not_have_too_many_values() {
        List<Long> half = Collections.nCopies((int) ComputeLimits.BIGGEST_ANSWER / 2, 1L);
        TaskResult.of(Result.ok(false, Map.of("x", half))).checkSize();
        TaskResult twice = TaskResult.of(Result.ok(false, Map.of("x", half, "y", half)));
        assertThatThrownBy(twice::checkSize).isInstanceOf(UserError.class);
    }
}
