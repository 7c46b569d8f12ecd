package io.hitless.run.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Outcome;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

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
        assertThat(TaskResult.recalled(new Outcome(Outcome.Status.OK, forged(), List.of(), false, Duration.ZERO))
                        .isUnknown())
                .isFalse();
        assertThat(TaskResult.recalled(new Outcome(
                                Outcome.Status.UNKNOWN,
                                Map.of("unknown_because", "why"),
                                List.of(),
                                false,
                                Duration.ZERO))
                        .unknown())
                .isEqualTo("why");
    }
}
