package io.hitless.run.result;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LoopResultTest {
    private static final TaskResult OK = TaskResult.of(Result.ok(false, Map.of("n", 1L)));
    private static final TaskResult CHANGED = TaskResult.of(Result.ok(true, Map.of()));
    private static final TaskResult SKIPPED = TaskResult.of(Result.skipped("no"));
    private static final TaskResult FAILED = TaskResult.failure("no");

    private static TaskResult loop(TaskResult... items) {
        return LoopResult.ofLoop(List.of(items));
    }

    @Test
    void it_holds_the_results_of_all_items() {
        assertThat(loop(OK, CHANGED).fields().get("results")).isEqualTo(List.of(OK.fields(), CHANGED.fields()));
    }

    @Test
    void one_item_is_enough_to_change_or_fail_it() {
        assertThat(loop(OK, CHANGED).fields())
                .containsEntry("changed", true)
                .containsEntry("msg", "All items completed")
                .containsEntry("skipped", false)
                .doesNotContainKey("failed");
        assertThat(loop(OK, OK).changed()).isFalse();
        TaskResult failed = loop(OK, FAILED, SKIPPED);
        assertThat(failed.failed()).isTrue();
        assertThat(failed.fields()).containsEntry("failed", true).containsEntry("msg", "One or more items failed");
    }

    @Test
    void it_is_skipped_where_all_items_are() {
        TaskResult skipped = loop(SKIPPED, SKIPPED);
        assertThat(skipped.skipped()).isTrue();
        assertThat(skipped.fields()).containsEntry("skipped", true).containsEntry("msg", "All items skipped");
        assertThat(loop(SKIPPED, OK).skipped()).isFalse();
        assertThat(loop(SKIPPED, OK).fields()).containsEntry("skipped", false);
    }

    @Test
    void a_loop_over_nothing_is_skipped_and_says_so() {
        TaskResult nothing = loop();
        assertThat(nothing.skipped()).isTrue();
        assertThat(nothing.failed()).isFalse();
        assertThat(nothing.fields())
                .containsEntry("skipped", true)
                .containsEntry("skipped_reason", "No items in the list")
                .containsEntry("results", List.of())
                .doesNotContainKey("msg");
    }

    @Test
    void an_item_that_lost_the_host_makes_it_unreachable() {
        assertThat(loop(OK, TaskResult.lost("gone")).unreachable()).isTrue();
        assertThat(loop(OK).unreachable()).isFalse();
        assertThat(loop(OK).unknown()).isNull();
    }

    @Test
    void the_first_unknown_item_says_why_it_is_unknown() {
        TaskResult unknown = loop(OK, TaskResult.unknown("first"), TaskResult.unknown("second"));
        assertThat(unknown.unknown()).isEqualTo("first");
        assertThat(unknown.fields()).containsEntry("unknown_because", "first");
        assertThat(loop(OK).fields()).doesNotContainKey("unknown_because");
    }
}
