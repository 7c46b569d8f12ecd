package io.hitless.run.task;

import static org.assertj.core.api.Assertions.assertThat;

import io.hitless.agent.Result;
import io.hitless.event.Event;
import io.hitless.event.Outcome;
import io.hitless.run.FakeRun;
import io.hitless.run.resume.RunHistory;
import io.hitless.run.session.FakeSession;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class TaskLoopTest {
    private static FakeRun run(String task, FakeSession.Answer answer) {
        FakeRun run = FakeRun.ofTasks("a", "{name: it, ping: {data: '{{ item }}'}, " + task + "}");
        run.session("a").answering(answer);
        run.carryOut();
        return run;
    }

    private static FakeRun run(String task) {
        return run(task, _ -> Result.ok(false, Map.of()));
    }

    private static List<@Nullable Object> sent(FakeRun run) {
        return run.session("a").calls.stream()
                .map(call -> call.args().get("data"))
                .toList();
    }

    private static List<String> labels(FakeRun run) {
        return run.events(Event.ItemEnded.class).stream()
                .map(Event.ItemEnded::item)
                .toList();
    }

    @Test
    void a_loop_ends_at_an_item_that_loses_the_host() {
        FakeRun run = run("loop: [x, y, z]", call -> {
            if ("y".equals(call.args().get("data"))) {
                throw new IOException("reset");
            }
            return Result.ok(false, Map.of());
        });
        assertThat(sent(run)).containsExactly("x", "y");
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.UNREACHABLE);
        assertThat((List<?>) run.result("a", "it").get("results")).hasSize(2);
    }

    @Test
    void a_loop_goes_on_after_an_item_that_fails() {
        FakeRun run = run("loop: [x, y]", _ -> Result.failed("no"));
        assertThat(sent(run)).containsExactly("x", "y");
        assertThat(run.outcome("a", "it").status()).isEqualTo(Outcome.Status.FAILED);
    }

    @Test
    void break_when_ends_a_loop_after_the_item() {
        assertThat(sent(run("loop: [x, y, z], loop_control: {break_when: item == 'y'}")))
                .containsExactly("x", "y");
        assertThat(sent(run("loop: [x, y], register: r, loop_control: {break_when: [r is changed]}")))
                .containsExactly("x", "y");
    }

    @Test
    void a_fault_in_break_when_fails_the_task() {
        FakeRun run = run("loop: [x, y], loop_control: {break_when: nowhere.x}");
        assertThat(sent(run)).containsExactly("x");
        assertThat(String.valueOf(run.result("a", "it").get("msg"))).contains("'nowhere' is undefined");
    }

    @Test
    void the_results_say_which_item_they_are_of() {
        FakeRun run = run("loop: [x, y], loop_control: {index_var: i}");
        assertThat((List<?>) run.result("a", "it").get("results"))
                .last()
                .isEqualTo(Map.of(
                        "item",
                        "y",
                        "i",
                        1L,
                        "ansible_loop_var",
                        "item",
                        "ansible_index_var",
                        "i",
                        "changed",
                        false,
                        "failed",
                        false));
    }

    @Test
    void a_label_stands_for_the_item_where_it_can_be_resolved() {
        assertThat(labels(run("loop: [x, y], loop_control: {label: 'is {{ item }}'}")))
                .containsExactly("is x", "is y");
        assertThat(labels(run("loop: [x], loop_control: {label: '{{ nowhere.x }}'}")))
                .containsExactly("x");
        assertThat(labels(run("loop: [x], no_log: true"))).containsExactly("(censored due to no_log)");
    }

    @Test
    void a_pause_lies_between_two_items() {
        assertThat(elapsed("loop: [x, y], loop_control: {pause: 0.3}")).isGreaterThan(Duration.ofMillis(299));
        assertThat(elapsed("loop: [x], loop_control: {pause: 30}")).isLessThan(Duration.ofSeconds(20));
    }

    private static Duration elapsed(String task) {
        long before = System.nanoTime();
        run(task);
        return Duration.ofNanos(System.nanoTime() - before);
    }

    @Test
    void items_that_cannot_be_resolved_fail_the_task_unless_a_condition_skips_it() {
        assertThat(String.valueOf(run("loop: '{{ nowhere }}'").result("a", "it").get("msg")))
                .contains("'nowhere' is undefined");
        FakeRun skipped = run("loop: '{{ nowhere }}', when: 1 > 2");
        assertThat(skipped.outcome("a", "it").status()).isEqualTo(Outcome.Status.SKIPPED);
        assertThat(skipped.result("a", "it")).containsEntry("false_condition", "1 > 2");
        assertThat(run("loop: '{{ nowhere }}', when: also.nowhere")
                        .outcome("a", "it")
                        .status())
                .isEqualTo(Outcome.Status.FAILED);
    }

    @Test
    void items_that_ended_before_the_run_was_cut_off_are_not_done_again() {
        Outcome before =
                new Outcome(Outcome.Status.CHANGED, Map.of("changed", true, "n", 1L), List.of(), Duration.ZERO);
        FakeRun.Setup setup = new FakeRun.Setup();
        setup.history = new RunHistory() {
            @Override
            public Map<Integer, Ended> iterations(String key, String host) {
                return Map.of(0, new Ended(null, before, Set.of()));
            }
        };
        FakeRun run = FakeRun.ofTasks(
                "a", "{name: it, ping: {data: '{{ item }}'}, loop: [x, y], loop_control: {pause: 30}}", setup);
        long started = System.nanoTime();
        run.carryOut();
        assertThat(Duration.ofNanos(System.nanoTime() - started)).isLessThan(Duration.ofSeconds(20));
        assertThat(sent(run)).containsExactly("y");
        assertThat(run.result("a", "it")).containsEntry("changed", true);
        assertThat((List<?>) run.result("a", "it").get("results"))
                .first()
                .isEqualTo(Map.of("changed", true, "n", 1L, "item", "x", "ansible_loop_var", "item"));
    }
}
